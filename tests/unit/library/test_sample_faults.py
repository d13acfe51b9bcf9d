"""A broken file of the sample is refused by file, line and key, never half read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files
from dpo_desk.library.sample import load_sample

Break = Callable[[str, str, str], DataFileBroken]
SHIPPED = Path(files.__file__).parents[2] / "resources" / "sample"


@pytest.fixture
def breaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Break:
    """Replaces the first ``old`` in a copy of one file and gives back the refusal."""
    copy = tmp_path / "sample"
    shutil.copytree(SHIPPED, copy)
    monkeypatch.setattr(files, "root", lambda: tmp_path)

    def change(name: str, old: str, new: str) -> DataFileBroken:
        file = copy / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(DataFileBroken) as caught:
            load_sample()
        assert caught.value.params["file"] == f"sample/{name}"
        return caught.value

    return change


def _line(name: str, start: str, nth: int = 1) -> int:
    """The number of the ``nth`` line of a shipped file that begins so."""
    lines = (SHIPPED / name).read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if line.startswith(start)][nth - 1]


def test_a_fault_names_the_line_of_its_key(breaking: Break) -> None:
    fault = breaking("transfers.toml", 'country = { proposed = "US" }', 'country = { proposed = "USA" }')
    line = _line("transfers.toml", 'country = { proposed = "US" }')
    assert fault.params["place"] == f"line {line} (transfers.3.country.proposed)"
    assert fault.params["problem"] == "not a country"


def test_a_fault_in_a_list_below_a_list_names_its_own_line(breaking: Break) -> None:
    fault = breaking("cases.toml", 'activity = "P20"', 'activity = "P05"')
    line = _line("cases.toml", 'activity = "P20"')
    assert fault.params["place"] == f"line {line} (cases.5.steps.2.found.3.activity)"
    assert fault.params["problem"] == "there twice"


def test_a_misspelt_key_is_refused(breaking: Break) -> None:
    fault = breaking("activities/P01.toml", "safeguards =", "safegards =")
    line = _line("activities/P01.toml", "safeguards =")
    assert fault.params["place"] == f"line {line} (safegards)"
    assert fault.params["problem"] == "unknown key"


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("activities/P01.toml", "3 years from the last activity", "three years", "not a period"),
        ("activities/P01.toml", "3 years from", "0 years from", "not a period"),
        ("activities/P01.toml", '{ proposed = "6-1-b" }', '{ proposed = "6-1-z" }', "not one of"),
        ("activities/P01.toml", "reason = { proposed", "resaon = { proposed", "unknown key"),
        ("activities/P01.toml", "reason = { proposed", "#", "missing"),
        ("activities/P01.toml", 'processor = "group"', 'processor = "grupo"', "not the key of a processor"),
        (
            "activities/P01.toml",
            '{ proposed = "Not',
            '{ perhaps = "Not',
            "neither unknown, none, given nor proposed",
        ),
        ("activities/P01.toml", 'status = "active"', 'status = ""', "empty"),
        (
            "activities/P20.toml",
            'proposed = [], rule = "As',
            'proposed = [], then2 = "As',
            "neither a period nor a rule",
        ),
        ("processors.toml", 'key = "sellers"', 'key = "group"', "there twice"),
        ("processors.toml", "\nnamed = false", "\nnamed = 1", "not a bool"),
        ("transfers.toml", 'activities = ["P05"]', 'activities = ["P99"]', "not an activity"),
        ("cases.toml", "received = 2026-11-16", 'received = "16/11/2026"', "not a date"),
        ("cases.toml", 'nothing = ["P05", ', "nothing = [", "not every activity once: P05"),
        ("cases.toml", 'how = "Request', 'who = "Request', "missing"),
        ("cases.toml", 'do = "extend"', 'do = "delay"', "not one of"),
        ("cases.toml", '["Name", "Camille Testard-Fictive"]', '["Name"]', "not a list of pairs"),
        ("organisation.toml", 'sha256 = "2', 'sha256 = "X', "not a SHA-256"),
        ("organisation.toml", "name = ", "name ", "not TOML"),
    ],
)
def test_what_is_not_sound_is_refused_with_its_reason(
    breaking: Break, name: str, old: str, new: str, problem: str
) -> None:
    fault = breaking(name, old, new)
    assert problem in str(fault.params["problem"])
    assert str(fault.params["place"]).startswith("line ")


def test_a_missing_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    with pytest.raises(DataFileBroken) as caught:
        load_sample()
    assert caught.value.params == {"file": "sample/organisation.toml", "place": "", "problem": "missing"}
