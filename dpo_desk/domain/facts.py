"""What is known about a thing: *unknown*, *none*, *proposed* and *given* are four different answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Known(StrEnum):
    """How far a fact is settled."""

    UNKNOWN = "unknown"  # nobody has found out yet; never counts as complete
    NONE = "none"  # confirmed: there is none
    PROPOSED = "proposed"  # a value the DPO or the source's reader suggests; not yet confirmed
    GIVEN = "given"  # stated by the source or confirmed by the DPO


@dataclass(frozen=True)
class Fact(Generic[T_co]):
    """A value together with how far it is settled; the value is there exactly when proposed or given."""

    known: Known = Known.UNKNOWN
    value: T_co | None = None

    def __post_init__(self) -> None:
        has_value = self.value not in (None, "", ())
        if has_value != (self.known in (Known.PROPOSED, Known.GIVEN)):
            raise ValueError(f"a fact that is {self.known} with {'a' if has_value else 'no'} value")

    @property
    def settled(self) -> bool:
        """Whether the fact can be relied on: a given value, or a confirmed *none*."""
        return self.known in (Known.GIVEN, Known.NONE)


def unknown() -> Fact[T]:
    """The fact nobody knows yet."""
    return Fact(Known.UNKNOWN)


def none() -> Fact[T]:
    """The confirmed absence."""
    return Fact(Known.NONE)


def given(value: T) -> Fact[T]:
    """A confirmed value."""
    return Fact(Known.GIVEN, value)


def proposed(value: T) -> Fact[T]:
    """A suggested value."""
    return Fact(Known.PROPOSED, value)
