"""The start of the program, from a checkout, a wheel or a bundle."""

from __future__ import annotations

import sys

from dpo_desk.hardening import keep_memory_private
from dpo_desk.parts import can_draw, config_folder, put_together, words_for


def main() -> None:
    """Opens the window, or does what the command line says. Ends the process with its exit code."""
    keep_memory_private()
    if sys.argv[1:] or not can_draw():
        from dpo_desk.cli import cli  # takes as long to load as Qt; not every start needs it

        cli()
    else:
        from dpo_desk.window import open_window

        sys.exit(open_window(put_together(config_folder()), words_for(""), config_folder(), None))
