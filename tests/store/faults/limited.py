"""Works under a limit on the size of files, as under a quota, and says how each attempt ended."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from dpo_desk.errors import DeskError
from tests.store.vaults import OTHER, count, fill, register_fast_kdf, reopened

register_fast_kdf()
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
vault = reopened(path)


def attempt(name: str, work: Callable[[], object]) -> None:
    try:
        with vault.translated():
            work()
    except DeskError as error:
        print(name, type(error).__name__, flush=True)
    else:
        print(name, "done", flush=True)


size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, resource.RLIM_INFINITY))
attempt("save", lambda: fill(vault, 2000))
attempt("backup", lambda: vault.backup(path.with_name("copy.dpo")))
resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, resource.RLIM_INFINITY))
attempt("small backup", lambda: vault.backup(path.with_name("copy.dpo")))
attempt("change", lambda: vault.change_passphrase(OTHER, lambda _: True))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print("rows", count(vault), flush=True)
attempt("again", lambda: fill(vault, 10))
print("rows", count(vault), flush=True)
attempt("close", vault.close)
