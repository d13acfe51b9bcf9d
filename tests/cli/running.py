"""The command line as a test calls it: in this process, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from typer.testing import CliRunner

from dpo_desk.cli import cli
from tests.desks import PASSPHRASE
from tests.store.vaults import ROOT

# A program of its own knows the parameters of test vaults only when it is told.
PROGRAM = "from tests.store.vaults import register_fast_kdf as k; k(); from dpo_desk.app import main; main()"


def run(*arguments):
    """What the command line says and with which code it ends; a bug comes out as itself."""
    result = CliRunner().invoke(cli, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result


def pipe(secret):
    """The end of a pipe from which the passphrase can be read once."""
    read, write = os.pipe()
    os.write(write, secret if isinstance(secret, bytes) else secret.encode())
    os.close(write)
    return read


def on_vault(command, vault, *arguments, secret=PASSPHRASE + "\n", lang="en"):
    """A command on a vault, with the passphrase through a pipe."""
    return run(command, vault, *arguments, "--passphrase-fd", pipe(secret), "--lang", lang)


def started(*arguments, descriptors=(), **environment):
    """The same as a program of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
