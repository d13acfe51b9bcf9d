"""What keeps other programs of the same user from reading this one's memory."""

from __future__ import annotations

import contextlib
import ctypes
import sys

_PR_SET_DUMPABLE = 4  # Linux prctl(2): 0 forbids core dumps and ptrace by other processes of the user


def keep_memory_private() -> None:
    """
    Forbids core dumps, and on Linux reading by other processes; done first, before any key is in memory.

    A system that refuses is left as it is: the program must still start there.
    """
    if sys.platform == "win32":
        return
    import resource  # only where it exists

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
