"""What keeps the start quick, and the benchmarks running; no limit in seconds, which a busy machine would break."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.house.tree import ROOT

# Each takes longer to load than the unlock screen takes to draw.
LATER = {
    "sqlalchemy", "alembic", "sqlcipher3", "reportlab", "pikepdf", "pypdfium2", "holidays", "zxcvbn", "keyring", "typer",
}  # fmt: skip


def python(*arguments):
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_window_stands_before_what_opens_vaults_and_draws_papers_is_loaded():
    loaded = python("-c", "import sys, dpo_desk.app, dpo_desk.window; print(*sys.modules)").split()
    assert "PySide6.QtWidgets" in loaded
    assert sorted(LATER.intersection(loaded)) == []


def test_the_benchmarks_run_and_print_a_ratio_for_every_figure():
    lines = python("-m", "benchmarks", "--quick").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")][2:]
    assert len(rows) >= 13
    assert all(float(row[4]) > 0 for row in rows)
