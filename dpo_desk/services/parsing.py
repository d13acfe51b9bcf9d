"""Text as typed becomes a value, or a field error that says why not; nothing is ever guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from dpo_desk.domain.people import PostalAddress
from dpo_desk.errors import DraftError, FieldError
from dpo_desk.library.countries import countries

SHORT = 300  # characters: names, one-line fields
STREET_LINES = 6  # with name, town, region and country this is what the window of an envelope shows
LONG = 400_000  # characters: 20,000 words fit in any language
MOST_MONTHS = 120  # between two reviews

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]"
)
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their category, but nothing is drawn for them
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})$")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+$")
_EARLIEST = date(1990, 1, 1)
_EARLIEST_BIRTH = date(1900, 1, 1)
_LATEST = date(2200, 12, 31)  # no period counted from here leaves the calendar

T = TypeVar("T")


class Fields:
    """Collects what is wrong with a draft, so that all of it is told at once."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def refuse(self, field: str, reason: str, **params: object) -> None:
        """Notes that a field cannot be accepted."""
        self.errors.append(FieldError(field, reason, **params))

    def parse(self, read: Callable[..., T], text: str, field: str, fallback: T) -> T:
        """The value read from the text, or the fallback after noting the error."""
        try:
            return read(text, field)
        except FieldError as error:
            self.errors.append(error)
            return fallback


@contextmanager
def fields() -> Iterator[Fields]:
    """
    Parses a draft as a whole.

    Raises:
        DraftError: On leaving, when any field was refused; where several entries of a list are wrong in the same way,
            it is told once.
    """
    found = Fields()
    yield found
    if found.errors:
        told: dict[tuple[str, str], FieldError] = {}
        for error in found.errors:
            told.setdefault((error.field, error.reason), error)
        raise DraftError(tuple(told.values()))


def clean(untrusted: str) -> str:
    """The text in NFC, with plain line ends, without outer blanks, control, direction-override and invisible characters."""
    text = untrusted.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def _can_be_seen(text: str) -> bool:
    """Whether a reader would see anything: blanks and marks that only format the letters beside them are nothing."""
    return any(unicodedata.category(each)[0] not in "CZ" and each not in _BLANK for each in text)


def line(untrusted: str, field: str) -> str:
    """One line of text, possibly empty. Raises ``FieldError`` ``too_long``."""
    text = " ".join(clean(untrusted).split())
    if len(text) > SHORT:
        raise FieldError(field, "too_long", limit=SHORT)
    return text


def required(untrusted: str, field: str) -> str:
    """One line of text that is not empty. Raises ``FieldError`` ``empty``, ``too_long``."""
    text = line(untrusted, field)
    if not _can_be_seen(text):
        raise FieldError(field, "empty")
    return text


def prose(untrusted: str, field: str) -> str:
    """Text of several lines, possibly empty. Raises ``FieldError`` ``too_long``."""
    text = clean(untrusted)
    if len(text) > LONG:
        raise FieldError(field, "too_long", limit=LONG)
    return text


def required_prose(untrusted: str, field: str) -> str:
    """Text of several lines that is not empty. Raises ``FieldError`` ``empty``, ``too_long``."""
    text = prose(untrusted, field)
    if not _can_be_seen(text):
        raise FieldError(field, "empty")
    return text


def lines(untrusted: str, field: str) -> tuple[str, ...]:
    """The lines of a text that are not empty. Raises ``FieldError`` ``too_long``."""
    return tuple(line(each, field) for each in clean(untrusted).split("\n") if each.strip())


def street(untrusted: str, field: str) -> tuple[str, ...]:
    """The lines of an address above the town. Raises ``FieldError`` ``too_long``, ``too_many_lines``."""
    found = lines(untrusted, field)
    if len(found) > STREET_LINES:
        raise FieldError(field, "too_many_lines", limit=STREET_LINES)
    return found


class TypedAddress(Protocol):
    """An address as typed, in whatever draft it stands."""

    @property
    def street(self) -> str: ...  # noqa: D102
    @property
    def postal_code(self) -> str: ...  # noqa: D102
    @property
    def city(self) -> str: ...  # noqa: D102
    @property
    def region(self) -> str: ...  # noqa: D102
    @property
    def country(self) -> str: ...  # noqa: D102


def address(typed: TypedAddress, prefix: str, found: Fields) -> PostalAddress:
    """The address; notes each field that cannot be accepted, its name after ``prefix``."""
    none: tuple[str, ...] = ()
    return PostalAddress(
        street="\n".join(found.parse(street, typed.street, f"{prefix}street", none)),
        postal_code=found.parse(line, typed.postal_code, f"{prefix}postal_code", ""),
        city=found.parse(line, typed.city, f"{prefix}city", ""),
        region=found.parse(line, typed.region, f"{prefix}region", ""),
        country=found.parse(country, typed.country, f"{prefix}country", ""),
    )


def email(untrusted: str, field: str) -> str:
    """An e-mail address, or nothing. Raises ``FieldError`` ``not_an_email``."""
    text = line(untrusted, field)
    if text and not _MAIL.match(text):
        raise FieldError(field, "not_an_email")
    return text


def country(untrusted: str, field: str) -> str:
    """A country by its ISO 3166-1 alpha-2 code, or nothing. Raises ``FieldError`` ``unknown_country``."""
    code = line(untrusted, field).upper()
    if code and code not in countries():
        raise FieldError(field, "unknown_country")
    return code


def day(untrusted: str, field: str) -> date:
    """
    A day written 2026-01-30, 30.01.2026 or 30/01/2026.

    Raises:
        FieldError: ``empty``; ``not_a_date`` for other forms, days that do not exist and years outside 1990 to 2200;
            ``ambiguous_date`` for 1/2/2026, which is a different day in London and New York.
    """
    return _on_calendar(required(untrusted, field), field, earliest=_EARLIEST)


def _on_calendar(text: str, field: str, *, earliest: date) -> date:
    if found := _ISO.match(text):
        year, month, number = (int(each) for each in found.groups())
    elif found := _DAY_FIRST.match(text):
        number, month, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "/" and month != number and number <= 12:
            raise FieldError(field, "ambiguous_date")
    else:
        raise FieldError(field, "not_a_date")
    try:
        result = date(year, month, number)
    except ValueError:
        raise FieldError(field, "not_a_date") from None
    if not earliest <= result <= _LATEST:
        raise FieldError(field, "not_a_date")
    return result


def day_or_none(untrusted: str, field: str) -> date | None:
    """A day as ``day`` reads it, or nothing when the field is empty. Raises as ``day`` does."""
    return day(untrusted, field) if clean(untrusted) else None


def past_day(today: date) -> Callable[[str, str], date]:
    """A reader for a day that is not after today; it raises as ``day`` does, and ``in_the_future``."""

    def read(untrusted: str, field: str) -> date:
        result = day(untrusted, field)
        if result > today:
            raise FieldError(field, "in_the_future")
        return result

    return read


def coming_day(today: date) -> Callable[[str, str], date]:
    """A reader for a day after today; it raises as ``day`` does, and ``not_in_the_future``."""

    def read(untrusted: str, field: str) -> date:
        result = day(untrusted, field)
        if result <= today:
            raise FieldError(field, "not_in_the_future")
        return result

    return read


def moment(zone: ZoneInfo) -> Callable[[str, str], datetime]:
    """
    A reader for a moment (2026-11-20T16:30), by the clocks of this zone unless it carries its own offset.

    The reader raises ``FieldError``: ``not_a_moment``; ``moment_twice`` for one the clocks show twice and
    ``moment_missing`` for one they leave out, when they are changed.
    """

    def read(untrusted: str, field: str) -> datetime:
        try:
            found = datetime.fromisoformat(clean(untrusted))
        except ValueError:
            raise FieldError(field, "not_a_moment") from None
        if not _EARLIEST <= found.date() <= _LATEST:
            raise FieldError(field, "not_a_moment")
        if found.tzinfo is not None:
            return found.astimezone(zone)
        earlier, later = (found.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        if earlier.utcoffset() == later.utcoffset():
            return earlier
        twice = earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == found
        raise FieldError(field, "moment_twice" if twice else "moment_missing")

    return read


def birth(untrusted: str, field: str) -> date | None:
    """
    A day of birth, or nothing when the field is empty; it may lie before 1990.

    Raises:
        FieldError: As ``day`` does.
    """
    text = clean(untrusted)
    if not text:
        return None
    found = _ISO.match(text) or _DAY_FIRST.match(text)
    if found is None:
        raise FieldError(field, "not_a_date")
    return _on_calendar(text, field, earliest=_EARLIEST_BIRTH)


def receipt(today: date, time_zone: str) -> Callable[[str, str], date]:
    """
    A reader for the day on which something arrived, not after today.

    A moment with its offset (2026-11-22T23:59-05:00) is the day it was then in the controller's time zone. The reader
    raises as ``day`` does, and ``in_the_future``.
    """

    def read(untrusted: str, field: str) -> date:
        text = clean(untrusted)
        if "T" not in text:
            return past_day(today)(untrusted, field)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise FieldError(field, "not_a_date") from None
        if moment.tzinfo is None:
            raise FieldError(field, "offset_missing")
        return past_day(today)(moment.astimezone(ZoneInfo(time_zone)).date().isoformat(), field)

    return read


Chosen = TypeVar("Chosen", bound=StrEnum)


def choice(kind: type[Chosen]) -> Callable[[str, str], Chosen]:
    """A reader for one of the values of an enumeration; it raises ``FieldError`` ``unknown_choice``."""

    def read(untrusted: str, field: str) -> Chosen:
        if untrusted not in set(kind):
            raise FieldError(field, "unknown_choice")
        return kind(untrusted)

    return read


def whole_number(untrusted: str, field: str) -> int:
    """A whole number from 1 to 9999. Raises ``FieldError`` ``not_a_number``."""
    text = line(untrusted, field)
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise FieldError(field, "not_a_number")
    return int(text)


def months(untrusted: str, field: str) -> int:
    """A number of months from 1 to 120. Raises ``FieldError`` ``not_a_number``, ``too_large``."""
    number = whole_number(untrusted, field)
    if number > MOST_MONTHS:
        raise FieldError(field, "too_large")
    return number
