"""The start from a bare machine: standard library only, repaired when half made, and never without a sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest

import bootstrap
from tests.house import tree

DISPLAY = {"DISPLAY": ":0"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for lock in (bootstrap.RUN_LOCK, bootstrap.DEV_LOCK):
        (tmp_path / lock).write_text(f"# {lock}\nnothing==1.0 \\\n    --hash=sha256:00\n", "utf-8")
    return tmp_path


@pytest.fixture
def pip(monkeypatch):
    """A pip that does as it is told: `fail` holds what it says when it fails."""

    class Pip:
        def __init__(self) -> None:
            self.fail = ""
            self.runs = 0

        def command(self) -> list[str]:
            self.runs += 1
            return [sys.executable, "-c", f"import sys; sys.exit({self.fail!r} or 0)"]

    fake = Pip()
    monkeypatch.setattr(bootstrap.Environment, "_pip", lambda _: fake.command())
    return fake


def test_the_start_needs_nothing_but_the_standard_library():
    for name in ("bootstrap.py", "main.py", "tests/__main__.py"):
        used = {module.partition(".")[0] for module in tree.imported(tree.ROOT / name)}
        assert used <= sys.stdlib_module_names | {"bootstrap"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_the_start_may_say_has_its_sentences(language, monkeypatch):
    monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
    source = (tree.ROOT / "bootstrap.py").read_text("utf-8")
    keys = set(re.findall(r'CannotStart\(\s*"(\w+)"', source)) | {"no_pip", "old_pip", "pip"}
    keys |= set(re.findall(r'^        "(\w+)": r"', source, re.MULTILINE))
    params = dict.fromkeys(("libraries", "command", "folder", "free", "needed", "reason", "oldest"), "…")
    for key in keys:
        text = bootstrap.explain(bootstrap.CannotStart(key, **params))
        assert "None" not in text
        assert len(text.splitlines()) >= 3
    told = set(re.findall(r'tell\("progress\.(\w+)"', source))
    path = tree.ROOT / "resources" / "wording" / language / "bootstrap.toml"
    texts = tomllib.loads(path.read_text("utf-8"))
    assert set(texts.pop("progress")) == told
    assert set(texts) == keys


def test_the_start_speaks_the_language_of_the_system_and_english_where_there_is_no_other():
    assert bootstrap.language({"LANG": "fr_FR.UTF-8"}) == "fr"
    assert bootstrap.language({"LANG": "de_DE.UTF-8"}) == "en"
    assert bootstrap.language({"LC_ALL": "C.UTF-8", "LANG": "fr_FR"}) == "en"


def test_a_first_start_makes_the_environment_and_a_second_start_finds_it_ready(checkout, pip):
    python = bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert pip.runs == 1
    where = subprocess.run(
        [python, "-I", "-c", "import sys; print(sys.path[-1])"], capture_output=True, text=True, check=True
    )
    assert where.stdout.strip() == str(checkout), "the environment does not find the program"


def test_another_list_of_packages_is_installed(checkout, pip):
    bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    (checkout / bootstrap.RUN_LOCK).write_text("other==2.0\n", "utf-8")
    bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert pip.runs == 2


def test_the_packages_of_the_tests_are_enough_for_the_program_but_not_the_other_way_round(checkout, pip):
    environment = bootstrap.Environment(checkout)
    environment.make(bootstrap.RUN_LOCK)
    assert not environment.is_ready(bootstrap.DEV_LOCK)
    environment.make(bootstrap.DEV_LOCK)
    assert environment.is_ready(bootstrap.RUN_LOCK)
    assert environment.is_ready(bootstrap.DEV_LOCK)


def test_an_installation_that_was_cut_off_is_made_anew(checkout, pip):
    environment = bootstrap.Environment(checkout)
    environment.make(bootstrap.RUN_LOCK)
    half = environment.folder / "half-written"
    half.touch()
    environment.mark.touch()
    assert not environment.is_ready(bootstrap.RUN_LOCK)
    environment.make(bootstrap.RUN_LOCK)
    assert not half.exists()
    assert environment.is_ready(bootstrap.RUN_LOCK)


def test_an_environment_whose_python_is_gone_or_another_is_made_anew(checkout, pip):
    environment = bootstrap.Environment(checkout)
    environment.make(bootstrap.RUN_LOCK)
    environment.python.unlink()
    assert not environment.is_ready(bootstrap.RUN_LOCK)
    environment.make(bootstrap.RUN_LOCK)
    stamp = json.loads(environment.stamp.read_text("utf-8"))
    environment.stamp.write_text(json.dumps({**stamp, "python": "3.9"}), "utf-8")
    assert not environment.is_ready(bootstrap.RUN_LOCK)


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"root": 1}', "null"])
def test_a_stamp_that_cannot_be_read_counts_as_none(checkout, pip, stamp):
    environment = bootstrap.Environment(checkout)
    environment.make(bootstrap.RUN_LOCK)
    environment.stamp.write_text(stamp, "utf-8")
    assert not environment.is_ready(bootstrap.RUN_LOCK)


def test_a_moved_checkout_is_pointed_to_its_new_place(checkout, pip, tmp_path_factory):
    bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    moved = tmp_path_factory.mktemp("elsewhere") / "desk"
    checkout.rename(moved)
    python = bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=moved)
    where = subprocess.run(
        [python, "-I", "-c", "import sys; print(sys.path[-1])"], capture_output=True, text=True, check=True
    )
    assert where.stdout.strip() == str(moved)
    checkout.mkdir()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk_full",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hashes"),
        (
            "WARNING: … NewConnectionError: name resolution\nERROR: No matching distribution found for alembic==1.20.1",
            "network",
        ),
        ("ERROR: Could not find a version that satisfies alembic==1 (from versions: none)", "nothing_found"),
        ("ERROR: No matching distribution found for pyside6-essentials==6.11.3", "no_wheel"),
        ("Segmentation fault", "pip"),
    ],
)
def test_what_pip_says_when_it_fails_becomes_a_sentence_and_the_next_start_tries_again(
    checkout, pip, said, key
):
    pip.fail = said
    with pytest.raises(bootstrap.CannotStart) as caught:
        bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert caught.value.key == key
    assert not bootstrap.Environment(checkout).is_ready(bootstrap.RUN_LOCK)
    pip.fail = ""
    bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)


def test_a_full_disk_is_told_before_anything_is_written(checkout, monkeypatch):
    usage = bootstrap.shutil.disk_usage(checkout)
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda _: usage._replace(free=20 * 2**20))
    with pytest.raises(bootstrap.CannotStart) as caught:
        bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert caught.value.key == "disk"
    assert caught.value.params["free"] == 20
    assert not (checkout / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_told(checkout, monkeypatch):
    (checkout / ".venv").write_text("a file stands in the way", "utf-8")
    with pytest.raises(bootstrap.CannotStart) as caught:
        bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert caught.value.key == "folder"


def test_a_python_without_pip_is_told(checkout, monkeypatch):
    monkeypatch.setattr(bootstrap, "_version_of_pip", lambda _python: (0, 0))
    real = subprocess.run

    def run(command, **options):
        if "ensurepip" in command:
            return subprocess.CompletedProcess(command, 1)
        return real(command, **options)

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    with pytest.raises(bootstrap.CannotStart) as caught:
        bootstrap.prepare(bootstrap.RUN_LOCK, {}, window=False, root=checkout)
    assert caught.value.key == "no_pip"


def test_two_starts_at_once_install_once(checkout, pip):
    starts = [
        threading.Thread(
            target=bootstrap.prepare,
            args=(bootstrap.RUN_LOCK, {}),
            kwargs={"window": False, "root": checkout},
        )
        for _ in range(2)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert pip.runs == 1


def test_a_start_waits_for_the_one_that_installs(tmp_path):
    order = []

    def second() -> None:
        with bootstrap.one_at_a_time(tmp_path / "lock"):
            order.append("second")

    with bootstrap.one_at_a_time(tmp_path / "lock"):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.3)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a lock ends with the process that took it")
def test_a_start_waits_for_a_pip_that_outlived_the_start_it_belonged_to(tmp_path):
    lock = tmp_path / "lock"
    with bootstrap.one_at_a_time(lock):
        orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.6)"], close_fds=False)
    began = time.monotonic()
    with bootstrap.one_at_a_time(lock):
        waited = time.monotonic() - began
    assert orphan.wait() == 0
    assert waited > 0.3


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries are looked for on Linux only")
class TestSystemLibraries:
    def test_a_library_that_is_there_is_found_and_one_that_is_not_is_missing(self):
        assert bootstrap.missing({"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}) == {
            "libnowhere.so.9": "libnowhere9"
        }

    def test_without_rights_the_exact_line_to_run_is_told_and_nothing_is_run(self, monkeypatch):
        monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
        monkeypatch.setattr(bootstrap.shutil, "which", lambda _: "/usr/bin/apt-get")
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
        monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: pytest.fail("something was run"))
        with pytest.raises(bootstrap.CannotStart) as caught:
            bootstrap.prepare_system({}, window=False)
        line = "sudo apt-get install -y --no-install-recommends libnowhere9"
        assert line in bootstrap.explain(caught.value)

    def test_root_installs_what_is_missing_and_is_told_when_that_fails(self, monkeypatch):
        ran = []

        def run(command, **_options):
            ran.append(command)
            return subprocess.CompletedProcess(command, 100)

        monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
        monkeypatch.setattr(bootstrap.shutil, "which", lambda _: "/usr/bin/apt-get")
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
        monkeypatch.setattr(bootstrap.subprocess, "run", run)
        with pytest.raises(bootstrap.CannotStart) as caught:
            bootstrap.prepare_system({}, window=False)
        assert caught.value.key == "apt"
        assert [command[-1] for command in ran] == ["update", "libnowhere9"]

    def test_on_another_system_the_names_of_the_libraries_are_told(self, monkeypatch):
        monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
        monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
        with pytest.raises(bootstrap.CannotStart) as caught:
            bootstrap.prepare_system({}, window=False)
        assert "libnowhere.so.9" in bootstrap.explain(caught.value)

    def test_the_libraries_of_a_screen_are_asked_for_only_where_there_is_one(self):
        assert "libxcb-cursor.so.0" not in bootstrap.libraries(DISPLAY, window=False)
        assert "libxcb-cursor.so.0" in bootstrap.libraries(DISPLAY, window=True)
        assert "libxcb-cursor.so.0" not in bootstrap.libraries({"WAYLAND_DISPLAY": "wayland-0"}, window=True)

    def test_a_screen_is_where_a_display_is_and_qt_was_not_told_otherwise(self):
        assert bootstrap.has_display(DISPLAY)
        assert bootstrap.has_display({"WAYLAND_DISPLAY": "wayland-0"})
        assert not bootstrap.has_display({})
        assert not bootstrap.has_display({**DISPLAY, "QT_QPA_PLATFORM": "offscreen:size=800x600"})


def test_foreign_settings_of_python_and_pip_do_not_reach_our_processes():
    assert bootstrap.clean(
        {"PYTHONPATH": "x", "PYTHONHOME": "x", "PIP_USER": "1", "PIP_INDEX_URL": "kept"}
    ) == {"PIP_INDEX_URL": "kept"}


def test_the_program_gets_its_arguments_as_they_are_and_its_exit_code_comes_back(tmp_path, monkeypatch):
    command = [sys.executable, "-c", "import sys; sys.exit(int(sys.argv[1]))", "7"]
    monkeypatch.setattr(bootstrap.os, "name", "nt")  # where a process cannot take another's place
    assert bootstrap.hand_over(command, os.environ) == 7


@pytest.mark.skipif(os.name != "posix", reason="the other way is tested above")
def test_the_program_takes_the_place_of_the_start():
    code = (
        "import bootstrap, os, sys;"
        "bootstrap.hand_over([sys.executable, '-c', 'import os; print(os.getpid())'], os.environ)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tree.ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        said = process.communicate(timeout=30)[0]
    assert int(said) == process.pid


def test_an_old_python_is_told_and_nothing_else_happens(monkeypatch, capsys):
    import main

    monkeypatch.setattr(main.sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(main.sys, "version", "3.10.4 (main)")
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10\.4"):
        main.main()


def test_the_exit_code_is_one_and_three_sentences_are_told_when_the_start_is_not_possible(
    monkeypatch, capsys
):
    def refuse(*_args, **_options):
        raise bootstrap.CannotStart("network")

    monkeypatch.setattr(bootstrap, "prepare", refuse)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert bootstrap.start(["--version"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 3
