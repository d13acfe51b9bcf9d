"""Files in words: how large, of what kind, since when."""

from __future__ import annotations

from datetime import tzinfo

from dpo_desk.domain.file import MIB, CaseFile
from dpo_desk.library.wording import Wording

_KIB = 2**10
_WHOLE_FROM = 10  # below it one decimal says something


def size_text(size: int, words: Wording) -> str:
    """A number of bytes as people say it: 14 KB, 1.2 MB."""
    if size < _KIB:
        return words("ui.files.size.bytes", count=size)
    unit, share = ("mb", size / MIB) if size >= MIB else ("kb", size / _KIB)
    rounded = round(share) if share >= _WHOLE_FROM else round(share, 1)
    return words(f"ui.files.size.{unit}", number=words.number(rounded))


def about_file(file: CaseFile, words: Wording, zone: tzinfo) -> str:
    """Everything about a file but its name, on one line."""
    facts = {
        "kind": words(f"case.file.{file.kind}"),
        "size": size_text(file.size, words),
        "day": words.short_date(file.added_at.astimezone(zone).date()),
    }
    if file.purged_on is not None:
        return words("ui.files.about_erased", **facts, erased=words.short_date(file.purged_on))
    if file.note:
        return words("ui.files.about_noted", **facts, note=file.note)
    return words("ui.files.about", **facts)
