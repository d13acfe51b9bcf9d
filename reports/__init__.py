"""
Papers: plain facts in, content in between, PDF bytes out.

A package of its own that knows nothing of the program around it: no vault, no window, no file. Fonts and words are
handed in.
"""

from __future__ import annotations

from . import content, facts, figures, records
from .content import Content, Letter, Sheet
from .draw import Fonts, Mark, NoLogo, Rendered, SignatureBox, place_mark, render, sound_logo
from .letters import LETTERS, LetterKind, specimen
from .sheets import SHEETS, SheetKind
from .words import Words

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
    "SheetKind",
    "SignatureBox",
    "Words",
    "content",
    "facts",
    "figures",
    "place_mark",
    "records",
    "render",
    "sound_logo",
    "specimen",
]
