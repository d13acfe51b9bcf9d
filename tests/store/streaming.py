"""
How much memory a large file takes: ``python -m tests.store.streaming FOLDER MEGABYTES``.

Prints the KiB beyond a desk at rest after writing and after reading, and whether the bytes came back.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from tests.builders import a_case, a_file, a_person
from tests.store.desk import a_desk, saved
from tests.store.vaults import register_fast_kdf

PIECE = 2**20


class Made:
    """Bytes that are made as they are read: pieces that all differ."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces

    def read(self, most: int, /) -> bytes:
        if not self.left:
            return b""
        self.left -= 1
        return hashlib.sha256(str(self.left).encode()).digest() * (most // 32)


def used() -> int:
    """The memory of this process, in KiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def main(folder: Path, megabytes: int) -> None:
    register_fast_kdf()
    desk, found, source = a_desk(folder), hashlib.sha256(), Made(megabytes)
    while piece := source.read(PIECE):
        found.update(piece)
    person = a_person()
    case = a_case(person=person.id)
    saved(desk, person, case)
    file = a_file(case=case.id, size=megabytes * PIECE, sha256=found.hexdigest())
    rest = used()
    with desk.work() as unit:
        unit.files.add(file, Made(megabytes))
        unit.commit()
    written = used() - rest
    again = hashlib.sha256()
    with desk.work(read_only=True) as unit:
        for piece in unit.files.pieces(file.id):
            again.update(piece)
    sys.stdout.write(f"{written} {used() - rest} {again.hexdigest() == file.sha256}\n")
    desk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
