"""How a list of requests is to be understood: which column is what, which day 1/2/2026 is, what goes without saying."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpo_desk.errors import FieldError
from dpo_desk.library.import_words import import_words, key_of
from dpo_desk.library.lawbook import regimes
from dpo_desk.services import parsing
from dpo_desk.services.intake import CaseDraft, PersonDraft
from dpo_desk.services.tables import ReadRow, ReadSheet

FIELDS = (
    "name", "first_name", "last_name", "street", "postal_code", "city", "region", "country", "email", "phone",
    "language", "customer_reference", "rights", "regime", "received", "channel", "asked",
)  # fmt: skip
"""What a column may hold, in the order in which it is offered."""

_JOINED = {"name": " ", "first_name": " ", "last_name": " ", "street": "\n", "rights": "\n", "asked": "\n\n"}
_WHOLE_NAME, _FIRST, _LAST = "name", "first_name", "last_name"
_LOOKED_AT = 10  # rows in which headings may stand
_SLASHED = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_CLOCK = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AaPp]\.?[Mm]\.?)?$")
_BETWEEN = re.compile(r"[,;/+&|\n]|\b(?:and|et|und|y|e|en)\b", re.IGNORECASE)


class DateOrder(StrEnum):
    """Which day 1/2/2026 is."""

    UNMISTAKABLE = "unmistakable"  # only what can be read in one way is taken
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """How each row becomes a request."""

    columns: tuple[str, ...]  # of each column one of ``FIELDS``, or empty when it is left out
    dates: DateOrder = DateOrder.UNMISTAKABLE
    # what goes for every row that does not say it itself
    rights: tuple[str, ...] = ()
    regime: str = "eu-gdpr"
    channel: str = "email"
    role: str = "customer"
    language: str = "en"
    country: str = ""
    # what happens to rows that cannot be taken in, and to those that are there already
    leave_out_failed: bool = False
    take_twins: bool = False


@dataclass(frozen=True, kw_only=True)
class RowDraft:
    """What one row stands for, and what in it has no meaning."""

    draft: CaseDraft
    errors: tuple[FieldError, ...]


def with_headings(sheet: ReadSheet) -> ReadSheet:
    """The sheet, with the row for its headings that looks most like headings; the first when none does."""
    rows = (*sheet.above, sheet.header, *sheet.rows)[:_LOOKED_AT]
    best = max(rows, key=lambda row: sum(map(bool, _proposed(row.cells))))
    return sheet.headed_by(best.number)


def proposed(sheet: ReadSheet, language: str) -> ImportPlan:
    """The plan the headings speak for; the columns they do not name are left out."""
    widest = max(len(row.cells) for row in (sheet.header, *sheet.rows))
    columns = _proposed(sheet.header.cells)
    return ImportPlan(columns=(*columns, *[""] * (widest - len(columns))), language=language)


def _proposed(headings: Iterable[str]) -> tuple[str, ...]:
    keys = [key_of(each) for each in headings]
    columns = [""] * len(keys)
    for meaning in (_exactly, _within):
        for index, key in enumerate(keys):
            if key and not columns[index]:
                columns[index] = next((each for each in meaning(key) if each not in columns), "")
    if _FIRST in columns and _LAST not in columns and _WHOLE_NAME in columns:
        columns[columns.index(_WHOLE_NAME)] = _LAST  # “Nom, Prénom”: the name is that of the family
    return tuple(columns)


def _exactly(key: str) -> tuple[str, ...]:
    return import_words().headings.get(key, ())


def _within(key: str) -> tuple[str, ...]:
    """What the longest known words within a heading stand for."""
    known = import_words().headings
    words = key.split()
    parts = (" ".join(words[start:end]) for end in range(len(words) + 1) for start in range(end))
    return tuple(meaning for part in sorted(parts, key=len, reverse=True) for meaning in known.get(part, ()))


def plan_errors(plan: ImportPlan) -> tuple[FieldError, ...]:
    """What the plan lacks before any row can be read: a name, a day, a right, one column for each."""
    chosen = [each for each in plan.columns if each]
    lacking = [
        FieldError(field, "no_column")
        for field, there in (
            (_WHOLE_NAME, {_WHOLE_NAME, _FIRST, _LAST} & set(chosen)),
            ("received", "received" in chosen),
            ("rights", "rights" in chosen or plan.rights),
        )
        if not there
    ]
    twice = [
        FieldError(field, "two_columns")
        for field in FIELDS
        if chosen.count(field) > 1 and field not in _JOINED
    ]
    return (*lacking, *twice)


def row_draft(row: ReadRow, sheet: ReadSheet, plan: ImportPlan) -> RowDraft:
    """The request a row stands for; a word without a meaning is an error of its field, never guessed."""
    found = parsing.Fields()
    if len(row.cells) > len(sheet.header.cells) and any(row.cells[len(sheet.header.cells) :]):
        found.refuse("row", "more_cells")
    told = _told(row, plan)
    words = import_words()
    regime = found.parse(_one_of(words.regimes), told.get("regime") or plan.regime, "regime", plan.regime)
    person = PersonDraft(
        name=told.get(_WHOLE_NAME) or " ".join(filter(None, (told.get(_FIRST), told.get(_LAST)))),
        street=told.get("street", ""),
        postal_code=told.get("postal_code", ""),
        city=told.get("city", ""),
        region=told.get("region", ""),
        country=found.parse(_country, told.get("country") or plan.country, "person.country", ""),
        email=told.get("email", ""),
        phone=told.get("phone", ""),
        language=found.parse(
            _one_of(words.languages), told.get("language") or plan.language, "person.language", plan.language
        ),
        customer_reference=told.get("customer_reference", ""),
    )
    draft = CaseDraft(
        person=person,
        regime=regime,
        rights=found.parse(_rights(regime), told.get("rights", ""), "rights", plan.rights) or plan.rights,
        received=day_text(told.get("received", ""), plan.dates),
        channel=found.parse(
            _one_of(words.channels), told.get("channel") or plan.channel, "channel", plan.channel
        ),
        role=plan.role,
        asked=told.get("asked", ""),
    )
    return RowDraft(draft=draft, errors=tuple(found.errors))


def _told(row: ReadRow, plan: ImportPlan) -> dict[str, str]:
    """What the cells of a row say, by field; of several columns joined."""
    found: dict[str, str] = {}
    for column, field in enumerate(plan.columns):
        if field and (cell := row.cell(column)):
            found[field] = f"{found[field]}{_JOINED[field]}{cell}" if field in found else cell
    return found


def day_text(untrusted: str, order: DateOrder) -> str:
    """
    The day as ``parsing.day`` reads it without doubt, where the order of the list takes the doubt away.

    An hour beside it is left out: a list says hours of the place where it was kept. With an offset it stays.
    """
    text = _CLOCK.sub("", untrusted.strip())
    found = _SLASHED.fullmatch(text)
    if found is None or order is DateOrder.UNMISTAKABLE:
        return text
    first, second, year = int(found[1]), int(found[3]), found[4]
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    return f"{year}-{month:02}-{day:02}"


def _one_of(meanings: Mapping[str, tuple[str, ...]]) -> Callable[[str, str], str]:
    def read(untrusted: str, field: str) -> str:
        known = meanings.get(key_of(untrusted), ())
        if len(known) != 1:
            raise FieldError(field, "word_unknown")
        return known[0]

    return read


def _country(untrusted: str, field: str) -> str:
    if not untrusted:
        return ""
    known = import_words().countries.get(key_of(untrusted), ())
    if len(known) != 1:
        raise FieldError(field, "unknown_country")
    return known[0]


def _rights(regime: str) -> Callable[[str, str], tuple[str, ...]]:
    """A reader for one right or several, each by one of its words in the law of the row."""
    of_law = {right.id for law in regimes() if law.id == regime for right in law.rights}

    def meant(word: str) -> tuple[str, ...]:
        return tuple(each for each in import_words().rights.get(key_of(word), ()) if each in of_law)

    def read(untrusted: str, field: str) -> tuple[str, ...]:
        if whole := meant(untrusted):
            return whole
        words = [word for word in _BETWEEN.split(untrusted) if key_of(word)]
        found = [meant(word) for word in words]
        if not all(found):
            raise FieldError(field, "word_unknown")
        return tuple(dict.fromkeys(each for one in found for each in one))

    return read
