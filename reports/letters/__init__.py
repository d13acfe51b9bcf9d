"""The letters, one line each; a new letter is a new file beside this one and a line in the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..content import Letter
from ..facts import CaseFacts
from ..words import Words
from . import access_answer, acknowledgement
from .letterhead import specimen

__all__ = ["LETTERS", "LetterKind", "specimen"]


@dataclass(frozen=True)
class LetterKind:
    """
    A letter that can be written.

    ``title`` is a key of the wording; ``rights`` are the ids of the rights it answers, empty when it fits all;
    ``mandatory`` are the content codes without which it may not go out.
    """

    id: str
    title: str
    build: Callable[[CaseFacts, Words], Letter]
    rights: tuple[str, ...] = ()
    mandatory: frozenset[str] = frozenset()

    def serves(self, right: str) -> bool:
        """Whether the letter fits a right."""
        return not self.rights or right in self.rights

    def lacking(self, letter: Letter) -> tuple[str, ...]:
        """The mandatory contents a letter (perhaps edited by hand) does not carry, sorted."""
        return tuple(sorted(self.mandatory - letter.codes()))


LETTERS: tuple[LetterKind, ...] = (
    LetterKind("acknowledgement", "letters.acknowledgement.title", acknowledgement.build),
    LetterKind(
        "access_answer",
        "letters.access_answer.title",
        access_answer.build,
        rights=("access",),
        mandatory=access_answer.MANDATORY,
    ),
)
