"""The door to ``resources/``: finds the folder in a checkout and in an installed wheel, and reads what it holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from dpo_desk.errors import DataFileBroken


def root() -> Traversable:
    """The folder of resources: inside the package when installed, beside it in a checkout."""
    shipped = files("dpo_desk").joinpath("_resources")
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "resources"


def exists(path: str) -> bool:
    """Whether there is a file at this path below the root."""
    return _at(path).is_file()


def read_bytes(path: str) -> bytes:
    """
    The bytes of one resource file, by its path below the root (``fonts/NotoSans-Regular.ttf``).

    Raises:
        DataFileBroken: the file is not there.
    """
    try:
        return _at(path).read_bytes()
    except OSError as error:
        raise DataFileBroken(file=path, place="", problem="missing") from error


def read_toml(path: str) -> Mapping[str, object]:
    """
    The tables of one TOML file, by its path below the root.

    Raises:
        DataFileBroken: missing, not UTF-8, or not TOML; ``place`` says the line.
    """
    return parse_toml(read_bytes(path), path)


def parse_toml(content: bytes, name: str) -> Mapping[str, object]:
    """
    The tables of a TOML document; ``name`` is what an error calls it.

    Raises:
        DataFileBroken: not UTF-8, or not TOML; ``place`` says the line.
    """
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataFileBroken(file=name, place=f"line {line}", problem="not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line \d+", str(error))  # of a document that breaks off it tells none
        last = content.rstrip().count(b"\n") + 1
        raise DataFileBroken(
            file=name, place=found[0] if found else f"line {last}", problem="not TOML"
        ) from error


def folders(path: str) -> tuple[str, ...]:
    """The names of the folders directly below a folder of resources, sorted."""
    return tuple(sorted(entry.name for entry in _entries(path) if entry.is_dir()))


def paths(path: str, ending: str = "") -> tuple[str, ...]:
    """The paths (below the root) of all files in a folder and its sub-folders with this ending, sorted."""
    return tuple(sorted(_walk(path, ending)))


def _walk(path: str, ending: str) -> Iterator[str]:
    for entry in _entries(path):
        below = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _walk(below, ending)
        elif entry.name.endswith(ending):
            yield below


def _entries(path: str) -> tuple[Traversable, ...]:
    folder = _at(path)
    return tuple(folder.iterdir()) if folder.is_dir() else ()


def _at(path: str) -> Traversable:
    return root().joinpath(*path.split("/"))
