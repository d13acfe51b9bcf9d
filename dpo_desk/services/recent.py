"""Which vaults were opened before: paths and public headers only, in a small file outside the vault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KEPT = 5


@dataclass(frozen=True)
class Recent:
    """A vault opened before, with the public header it had then, which mends a damaged beginning of its file."""

    path: Path
    header: bytes = b""


@dataclass(frozen=True)
class RecentVaults:
    """The list of recently opened vaults; a damaged or unwritable list is an empty one, never an error."""

    file: Path

    def all(self) -> tuple[Path, ...]:
        """The vaults that still exist, the last opened first."""
        return tuple(each.path for each in self._read())

    def header(self, path: Path) -> bytes:
        """The header the vault had when it was last opened here; empty when that is not known."""
        place = path.resolve()
        return next((each.header for each in self._read() if each.path == place), b"")

    def put_first(self, path: Path, header: bytes = b"") -> None:
        """Notes that this vault was opened just now."""
        first = Recent(path.resolve(), header)
        self._write([first, *(each for each in self._read() if each.path != first.path)][:_KEPT])

    def forget(self, path: Path) -> None:
        """Takes one vault off the list; the file itself stays."""
        self._write([each for each in self._read() if each.path != path.resolve()])

    def _read(self) -> tuple[Recent, ...]:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            found = [Recent(Path(each["path"]), bytes.fromhex(each["header"])) for each in kept["vaults"]]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return ()
        return tuple(each for each in found if _is_file(each.path))

    def _write(self, vaults: Sequence[Recent]) -> None:
        rows = [{"path": str(each.path), "header": each.header.hex()} for each in vaults]
        text = json.dumps({"vaults": rows}, indent=1)
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
