"""The start of the program, from a checkout, a wheel or a bundle."""

from __future__ import annotations

from dpo_desk.cli import cli
from dpo_desk.hardening import keep_memory_private


def main() -> None:
    """Runs the command line; without a command it opens the window. Ends the process with its exit code."""
    keep_memory_private()
    cli()
