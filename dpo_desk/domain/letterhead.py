"""What stands at the head and the foot of every letter, and on which paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The letterhead of the organisation; what is empty is made of what the organisation says of itself."""

    lines: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    layout: str = ""  # of every letter; empty for that of the country it goes to
    logo: str = ""  # SHA-256 of the picture, which is read separately; empty for none
    version: int = 0
