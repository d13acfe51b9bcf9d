"""Before any key is in memory, the process forbids core dumps and the looks of others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PR_GET_DUMPABLE = 3
ASK = f"""
import ctypes, resource, sys
from dpo_desk.hardening import keep_memory_private
keep_memory_private()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_the_process_leaves_no_core_and_lets_nobody_look_in():
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
