"""Which vaults were opened before: paths and public headers only, in a small file outside the vault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KEPT = 5


@dataclass(frozen=True)
class RecentVaults:
    """The list of recently opened vaults; a damaged or unwritable list is an empty one, never an error."""

    file: Path

    def all(self) -> tuple[Path, ...]:
        """The vaults that still exist, the last opened first."""
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            paths = [Path(each) for each in kept["vaults"] if isinstance(each, str)]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return ()
        return tuple(path for path in paths if _is_file(path))

    def put_first(self, path: Path) -> None:
        """Notes that this vault was opened just now."""
        first = path.resolve()
        self._write([first, *(each for each in self.all() if each != first)][:_KEPT])

    def forget(self, path: Path) -> None:
        """Takes one vault off the list; the file itself stays."""
        self._write([each for each in self.all() if each != path.resolve()])

    def _write(self, paths: Sequence[Path]) -> None:
        text = json.dumps({"vaults": [str(path) for path in paths]}, indent=1)
        fresh = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self.file)
        except OSError:
            return  # a convenience; a full disk or a read-only home must not keep a vault from opening


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be searched, a name too long for this disk
        return False
