"""The bytes of a file the user chose, or a clear refusal."""

from __future__ import annotations

from pathlib import Path

from dpo_desk.errors import FileTooLarge, TextUnreadable

MEGABYTE = 1_000_000


def read_chosen(path: Path, limit: int) -> bytes:
    """
    What the file holds.

    Args:
        path: Where it lies.
        limit: How large it may be, in megabytes.

    Raises:
        TextUnreadable: The file cannot be opened.
        FileTooLarge: It is larger.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit * MEGABYTE + 1)
    except (OSError, ValueError) as error:  # a name with a zero byte is no path
        raise TextUnreadable from error
    if len(content) > limit * MEGABYTE:
        raise FileTooLarge(limit=limit)
    return content
