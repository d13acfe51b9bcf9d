"""The source tree as the house tests see it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("dpo_desk", "reports")
MADE = {"demo", "build", "dist", "__pycache__"}


def files(*folders: str, ending: str = "") -> tuple[Path, ...]:
    """All files below these folders of the checkout (all of it without any), sorted; caches and made things left out."""
    starts = [ROOT / folder for folder in folders] or [ROOT]
    return tuple(sorted(path for start in starts for path in _walk(start) if path.name.endswith(ending)))


def _walk(start: Path) -> Iterator[Path]:
    for folder, below, names in os.walk(start):
        below[:] = [
            name for name in below if name not in MADE and (name == ".ci" or not name.startswith("."))
        ]
        yield from (Path(folder, name) for name in names if not name.endswith(".pyc"))


def product() -> tuple[Path, ...]:
    """The Python files of the program itself."""
    return (ROOT / "main.py", ROOT / "bootstrap.py", *files(*PRODUCT, ending=".py"))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """The path as it is written in a message: below the checkout, with slashes."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> frozenset[str]:
    """The absolute names of the modules a file imports; relative imports count as their own package."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
    return frozenset(found)


def calls(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    """Every call in a file: its line, the dotted name of what is called, and the call."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func), node


def literal(call: ast.Call, position: int = 0) -> str | None:
    """The text that stands literally as this argument of a call."""
    if len(call.args) > position and isinstance(argument := call.args[position], ast.Constant):
        return argument.value if isinstance(argument.value, str) else None
    return None
