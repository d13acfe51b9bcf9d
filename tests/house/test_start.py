"""Starting without a screen ends with a sentence, never with a window nobody sees or an abort of Qt."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import bootstrap
from tests.house import tree

HIDDEN = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "There is no display."), ("fr", "Il n’y a pas d’écran.")]
)
def test_a_window_without_a_display_is_refused_in_words(language, sentence):
    environ = {name: value for name, value in bootstrap.clean(os.environ).items() if name not in HIDDEN}
    done = subprocess.run(
        [sys.executable, "-m", "dpo_desk"], cwd=tree.ROOT, env={**environ, "LC_ALL": f"{language}_XX.UTF-8"},
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr


def test_a_date_on_the_command_line_does_not_load_qt():
    code = (
        "import sys; sys.argv = ['dpo-desk', 'deadline', 'eu-gdpr', 'access', '2026-01-31']\n"
        "from dpo_desk.cli import cli\n"
        "try: cli()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('PySide6', 'shiboken6') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tree.ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
