"""The wheel holds everything, and starts from any folder, in an environment that knows nothing of this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import bootstrap
from tests.house import tree

# one build for all of these, in one worker
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(tree.ROOT)).build(directory=str(folder), versions=["standard"])
    return Path(built)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of the programs of a fresh environment that holds the wheel, and sees this one's packages."""
    folder = tmp_path_factory.mktemp("installed")
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / Path(sys.executable).name
    outer = [getattr(sys, "_base_executable", sys.executable), "-m", "pip", "--python", str(python)]
    if bootstrap._version_of_pip(outer[0]) < bootstrap.OLDEST_PIP:
        pytest.skip("there is no pip that installs into another environment")
    subprocess.run(
        [*outer, "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True, env=clean(folder)
    )
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run(
        [python, "-I", "-c", ask], capture_output=True, text=True, check=True
    ).stdout.strip()
    # a line in a .pth adds the packages, but not the .pth files beside them: the checkout stays unknown
    Path(found, "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return programs


def clean(home: Path) -> dict[str, str]:
    return {
        **bootstrap.clean(os.environ),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
    }


def run(installed: Path, *command: str, code: int = 0) -> str:
    done = subprocess.run(
        [installed / command[0], *command[1:]], cwd=Path(installed.anchor), env=clean(installed), capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_tree_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {
        tree.name(path)
        .replace("reports/", "dpo_desk/_reports/", 1 if folder == "reports" else 0)
        .replace("resources/", "dpo_desk/_resources/", 1 if folder == "resources" else 0)
        for folder in ("dpo_desk", "reports", "resources")
        for path in tree.files(folder)
    }
    assert packed == wanted


def test_the_wheel_carries_the_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/licenses/")[2] for name in archive.namelist() if "/licenses/" in name}
    assert {"LICENSE", "NOTICE", "resources/fonts/OFL.txt", "resources/icons/LICENSE"} <= names


def test_the_installed_program_says_its_version_from_another_folder(installed):
    from dpo_desk import __version__

    assert __version__ in run(installed, "dpo-desk", "--version")


def test_the_installed_program_reads_its_law_and_its_words(installed):
    said = run(installed, "python", "-m", "dpo_desk", "deadline", "eu-gdpr", "access", "2026-01-31", "--json")
    assert "2026-03-02" in said  # 31 January and one month is 28 February, a Saturday


def test_the_installed_program_draws_papers_with_its_own_reports_and_fonts(installed):
    code = (
        "import dpo_desk, dpo_desk.paper as paper, sys;"
        "from dpo_desk.library import files;"
        "print(paper.render.__module__, 'reports' in sys.modules, bool(files.read_bytes('fonts/DejaVuSans.ttf')),"
        " dpo_desk.__file__)"
    )
    said = run(installed, "python", "-c", code)
    module, foreign, fonts, place = said.split(maxsplit=3)
    assert module.startswith("dpo_desk._reports")
    assert (foreign, fonts) == ("False", "True")
    assert Path(place.strip()).is_relative_to(installed.parent)
