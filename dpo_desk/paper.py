"""
The one door to ``reports``: facts in, content in between, PDF bytes out.

In a checkout the package is ``reports``; in the wheel it is packed as ``dpo_desk._reports``, so that no other
distribution of that name can overwrite it. Nobody else imports either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "LETTERS",
    "SHEETS",
    "Content",
    "Fonts",
    "Letter",
    "LetterKind",
    "Mark",
    "NoLogo",
    "Rendered",
    "Sheet",
    "SignatureBox",
    "content",
    "facts",
    "figures",
    "place_mark",
    "records",
    "render",
    "sound_logo",
    "specimen",
]

if TYPE_CHECKING:
    from reports import (
        LETTERS,
        SHEETS,
        Content,
        Fonts,
        Letter,
        LetterKind,
        Mark,
        NoLogo,
        Rendered,
        Sheet,
        SignatureBox,
        content,
        facts,
        figures,
        place_mark,
        records,
        render,
        sound_logo,
        specimen,
    )  # fmt: skip
else:
    try:
        from dpo_desk._reports import (
            LETTERS,
            SHEETS,
            Content,
            Fonts,
            Letter,
            LetterKind,
            Mark,
            NoLogo,
            Rendered,
            Sheet,
            SignatureBox,
            content,
            facts,
            figures,
            place_mark,
            records,
            render,
            sound_logo,
            specimen,
        )  # fmt: skip
    except ModuleNotFoundError:
        from reports import (
            LETTERS,
            SHEETS,
            Content,
            Fonts,
            Letter,
            LetterKind,
            Mark,
            NoLogo,
            Rendered,
            Sheet,
            SignatureBox,
            content,
            facts,
            figures,
            place_mark,
            records,
            render,
            sound_logo,
            specimen,
        )  # fmt: skip
