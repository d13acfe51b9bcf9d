"""A second start calls the first window forward and ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dpo_desk.ui.single import SingleWindow

ROOT = Path(__file__).resolve().parents[2]
SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from dpo_desk.ui.single import SingleWindow
app = QCoreApplication([])
path = Path(sys.argv[2]) if len(sys.argv) > 2 else None
print("first" if SingleWindow(Path(sys.argv[1])).first(path) else "called")
"""


def second_start(config, *path):
    command = [sys.executable, "-c", SECOND_START, str(config), *map(str, path)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_vault_to_the_first(qtbot, tmp_path):
    single = SingleWindow(tmp_path)
    assert single.first(None)
    vault = tmp_path / "büro & co.dpo"
    with qtbot.waitSignal(single.called, timeout=20_000) as called:
        other = second_start(tmp_path, vault)
    assert called.args == [str(vault)]
    assert other.communicate(timeout=20)[0] == "called\n"


def test_a_second_start_without_a_vault_only_calls(qtbot, tmp_path):
    single = SingleWindow(tmp_path)
    assert single.first(None)
    with qtbot.waitSignal(single.called, timeout=20_000) as called:
        other = second_start(tmp_path)
    assert called.args == [""]
    assert other.communicate(timeout=20)[0] == "called\n"


def test_settings_of_their_own_make_a_desk_of_its_own(qtbot, tmp_path):
    single = SingleWindow(tmp_path / "one")
    assert single.first(None)
    assert second_start(tmp_path / "two").communicate(timeout=20)[0] == "first\n"


def test_what_a_killed_first_window_left_does_not_stand_in_the_way(qtbot, tmp_path):
    killed = SECOND_START + "\nimport os, signal; sys.stdout.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", killed, str(tmp_path)], cwd=ROOT, check=False, timeout=20)
    assert SingleWindow(tmp_path).first(None)
