"""How hard a passphrase is to guess, for the meter and for the gate."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpo_desk.errors import WeakPassphrase

MINIMUM_LENGTH = 12
MINIMUM_SCORE = 3
_LOOKED_AT = 72  # zxcvbn's time grows fast with the length; it refuses more
_DICTIONARIES = {
    "passwords": "common",
    "user_inputs": "own_words",
    "male_names": "names",
    "female_names": "names",
    "surnames": "names",
}
_PATTERNS = {
    "spatial": "keyboard",
    "repeat": "repeats",
    "sequence": "sequence",
    "date": "dates",
    "regex": "dates",
}


@dataclass(frozen=True)
class Strength:
    """
    How good a passphrase is.

    ``score`` goes from 0 (anyone guesses it) to 4; ``reasons`` are wording keys of what is weak, the gravest first.
    """

    score: int
    reasons: tuple[str, ...]

    @property
    def acceptable(self) -> bool:
        """Whether a vault may be closed with it."""
        return not self.reasons


def strength(passphrase: str, own_words: Sequence[str] = ()) -> Strength:
    """
    How good a passphrase is; takes a few milliseconds.

    Args:
        passphrase: As typed.
        own_words: What is easily thought of here: the organisation's name, the user's. Using them counts little.
    """
    read = unicodedata.normalize("NFKC", passphrase)
    if not read:
        return Strength(0, ("errors.strength.too_short",))
    from zxcvbn import zxcvbn  # its dictionaries are needed only where a passphrase is chosen

    found: Mapping[str, Any] = zxcvbn(read[:_LOOKED_AT], user_inputs=_parts(own_words))
    score = int(found["score"])
    reasons = ["too_short"] if len(read) < MINIMUM_LENGTH else []
    if score < MINIMUM_SCORE:
        longest_first = sorted(found["sequence"], key=lambda match: -len(match["token"]))
        reasons += [reason for match in longest_first if (reason := _reason(match))] or ["guessable"]
    return Strength(score, tuple(f"errors.strength.{reason}" for reason in dict.fromkeys(reasons)))


def require_strong(passphrase: str, own_words: Sequence[str] = ()) -> None:
    """
    Lets a good passphrase pass.

    Raises:
        WeakPassphrase: It is too short or too easy to guess; ``reasons`` says why.
    """
    found = strength(passphrase, own_words)
    if not found.acceptable:
        raise WeakPassphrase(minimum=MINIMUM_LENGTH, reasons=found.reasons)


def _parts(own_words: Sequence[str]) -> list[str]:
    """The words whole, without their spaces, and in parts, as people use them."""
    words = [unicodedata.normalize("NFKC", word).casefold() for word in own_words]
    return sorted({part for word in words for part in (word, word.replace(" ", ""), *word.split()) if part})


def _reason(match: Mapping[str, Any]) -> str | None:
    if match["pattern"] == "dictionary":
        return _DICTIONARIES.get(match["dictionary_name"], "words")
    return _PATTERNS.get(match["pattern"])
