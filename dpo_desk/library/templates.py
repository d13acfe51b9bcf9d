"""Beginnings of records that come with the program: usual activities, written out in each language, all of it proposed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dpo_desk.domain.activity import Activity
from dpo_desk.library.files import paths
from dpo_desk.library.record_files import RecordReader
from dpo_desk.library.tables import open_table

_FOLDER = "templates"


@dataclass(frozen=True, kw_only=True)
class Template:
    """
    A usual activity to start from. ``about`` says in a line what it covers.

    The activity is a draft whose id and ``ref`` are the template's own; what to adapt stands in ``to_clarify``.
    """

    id: str
    about: str
    activity: Activity


@cache
def templates(language: str) -> tuple[Template, ...]:
    """
    The templates in this language, by name.

    Raises:
        DataFileBroken: A file is not sound; ``file``, ``place`` (line and key) and ``problem`` say where.
    """
    found = (_template(file) for file in paths(f"{_FOLDER}/{language}", ".toml"))
    return tuple(sorted(found, key=lambda template: template.activity.name.casefold()))


def _template(file: str) -> Template:
    name = file.rpartition("/")[2].removesuffix(".toml")
    table = open_table(file)
    about = table.text("about")
    return Template(id=name, about=about, activity=RecordReader({}).record(Activity, name, table))
