"""The law is data: every file says where it comes from and when somebody looked."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from tests.house import tree

LAW = tree.files("resources/law", ending=".toml")


def tables(value: object, name: str):
    if isinstance(value, dict):
        yield name, value
        for key, below in value.items():
            yield from tables(below, f"{name}.{key}")
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from tables(below, f"{name}.{number}")


def test_there_is_law():
    assert LAW


@pytest.mark.parametrize("path", LAW, ids=lambda path: path.stem)
def test_every_law_file_names_its_sources_and_for_each_the_day_somebody_looked(path):
    found = dict(tables(tomllib.loads(path.read_text("utf-8")), path.stem))
    sources = {
        name: table
        for name, table in found.items()
        if name == f"{path.stem}.source" or name.startswith(f"{path.stem}.sources.")
    }
    # a list of addresses has its day at each entry instead
    entries = {name: table for name, table in found.items() if "verified_on" in table}
    assert entries
    assert {name for name, table in sources.items() if not table.get("title")} == set()
    assert set(sources) <= set(entries)
    for name, table in entries.items():
        day = table["verified_on"]  # "": nobody has looked, and the program says so
        assert day == "" or isinstance(day, dt.date), name
