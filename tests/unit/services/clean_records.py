"""Any record a form could have given, made from its shape: clean texts, days in order, no doubles."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from dpo_desk.domain.activity import Activity, Retention
from dpo_desk.domain.client import Client
from dpo_desk.domain.facts import Fact
from dpo_desk.domain.facts import Known as State
from dpo_desk.domain.processor import Contract, Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.services.drafts import new_record
from dpo_desk.services.shapes import Chosen, Day, Flag, Known, Link, Many, Number, Parts, Text, shape_of

KINDS = (Activity, Client, Processor, Transfer)

_SIGNS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u2800\u3164\uffa0")
_SAMPLES = ["<b>Müller & Söhne</b>", "🧾 rétention", "سياسة الخصوصية", "{name} %s \\n", "Ωmega 日本語"]
_WORDS = st.one_of(st.sampled_from(_SAMPLES), st.text(_SIGNS, min_size=1, max_size=8)).map(
    lambda text: unicodedata.normalize("NFC", text)
)
_PROSE = st.lists(_WORDS, min_size=1, max_size=3).map("\n".join)
_DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
_LISTED = st.sampled_from(["one", "two", "three"])


@st.composite
def records(draw, kind):
    """Clean records of this kind, all with the same identity."""
    old = new_record(kind, "a" * 32, date(2026, 3, 2))
    return replace(old, ref="X-001", version=3, **_tidy(kind, draw(_parts(shape_of(kind)))))


@st.composite
def _parts(draw, shape):
    return {name: draw(_any(each, name)) for name, each in shape.fields.items()}


def _any(shape, name=""):
    match shape:
        case Known(value):
            values = st.builds(Fact, st.sampled_from([State.PROPOSED, State.GIVEN]), _some(value))
            return st.one_of(st.sampled_from([Fact(), Fact(State.NONE)]), values)
        case Parts(kind):
            return _parts(shape).map(lambda found: kind(**_tidy(kind, found)))
        case Many():
            return _several(shape, 0)
        case Flag():
            return st.booleans()
        case Day():
            return st.none() | _DAYS
        case Number(kind="months"):
            return st.none() | st.integers(1, 120)
        case Number():
            return st.integers(1, 6)
        case Chosen(choices):
            return st.sampled_from(list(choices))
        case Link():
            return st.none() | st.sampled_from(["b" * 32, "c" * 32])
        case Text("kept"):
            return st.sampled_from(["", "f" * 64])
        case Text("name" | "required_prose" | "listed"):
            return _some(shape)
        case Text():
            return st.just("") | _some(shape)
    raise AssertionError(name)


def _several(shape, least):
    if isinstance(shape.each, Parts):
        return st.lists(_any(shape.each), min_size=least, max_size=2).map(tuple)
    unlike = {"min_size": least, "max_size": 3, "unique_by": lambda one: str(one).casefold()}
    return st.lists(_some(shape.each), **unlike).map(tuple)


def _some(shape):
    """A value where one must be."""
    match shape:
        case Text("country"):
            return st.sampled_from(["FR", "US", "EPO"])
        case Text("listed"):
            return _LISTED
        case Text("name" | "line"):
            return _WORDS
        case Text():
            return _PROSE
        case Many():
            return _several(shape, 1)
        case Link():
            return st.sampled_from(["b" * 32, "c" * 32])
        case _:
            return _any(shape)


def _tidy(kind, found):
    """What no form lets pass is set right."""
    if kind is Contract:
        return {**found, **_in_order(found, "signed_on", "expires_on")}
    if kind is Retention and not found["periods"] and not found["rule"]:
        return {**found, "rule": "As long as the law says"}
    if kind is Processor:
        return {**found, "clauses": _unlike(found["clauses"], "item")}
    if kind is Transfer:
        lists = {"scope": _unlike(found["scope"], "question"), "steps": _unlike(found["steps"], "step")}
        return {**found, **lists, **_in_order(found, "valid_from", "valid_to")}
    return found


def _in_order(found, first, last):
    days = sorted(day for day in (found[first], found[last]) if day)
    return dict(zip((first, last), days, strict=True)) if len(days) == 2 else {}


def _unlike(several, name):
    return tuple({getattr(each, name): each for each in several}.values())
