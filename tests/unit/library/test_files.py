"""The door to the resources."""

from __future__ import annotations

import pytest

from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files


def test_the_root_holds_the_law_and_the_words():
    assert {"law", "wording", "fonts"} <= {entry.name for entry in files.root().iterdir()}


def test_paths_are_sorted_go_into_folders_and_can_be_opened():
    found = files.paths("wording/en", ".toml")
    assert list(found) == sorted(found)
    assert "wording/en/law.toml" in found
    assert any(path.count("/") > 2 for path in found)
    assert all(files.read_toml(path) for path in found)
    assert files.paths("nowhere") == ()


def test_a_file_that_is_not_there_is_named():
    assert not files.exists("law/nothing.toml")
    with pytest.raises(DataFileBroken) as broken:
        files.read_bytes("law/nothing.toml")
    assert broken.value.params["file"] == "law/nothing.toml"


@pytest.mark.parametrize(
    ("content", "place", "problem"),
    [
        (b'a = 1\nb = "open\n', "line 2", "not TOML"),
        (b"# law\n[a]\nb = [1,\n\n", "line 3", "not TOML"),
        (b"a = 1\na = 2\n", "line 2", "not TOML"),
        ("a = 'caf\u00e9'".encode("latin-1"), "line 1", "not UTF-8"),
        (b'a = "x"\nb = "\xff"', "line 2", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(content, place, problem):
    with pytest.raises(DataFileBroken) as broken:
        files.parse_toml(content, "law/bad.toml")
    assert broken.value.params == {"file": "law/bad.toml", "place": place, "problem": problem}
