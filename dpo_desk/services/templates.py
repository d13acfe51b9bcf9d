"""What a new activity can start from: templates, the example's activities, and the user's own records."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar, cast

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.facts import Fact, Known, proposed, unknown
from dpo_desk.domain.ids import ActivityId
from dpo_desk.domain.record import RecordStatus
from dpo_desk.errors import NotFound
from dpo_desk.library.sample import load_sample
from dpo_desk.library.templates import templates
from dpo_desk.services import drafts
from dpo_desk.services.drafts import Values
from dpo_desk.services.ports import Work

T = TypeVar("T")


class StartFrom(StrEnum):
    """Where a beginning comes from."""

    TEMPLATE = "template"
    OWN = "own"
    EXAMPLE = "example"


@dataclass(frozen=True, kw_only=True)
class Start:
    """Something to start from; ``about`` says in a line what it covers (an own record: its reference)."""

    source: StartFrom
    id: str
    name: str
    about: str


class TemplateService:
    """Beginnings of activities, as values for the form of a new one; nothing is saved."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def starts(self, language: str) -> tuple[Start, ...]:
        """Templates in this language, then own records, then the example's unless this vault is the example."""
        found = [
            Start(source=StartFrom.TEMPLATE, id=each.id, name=each.activity.name, about=each.about)
            for each in templates(language)
        ]
        with self._work(read_only=True) as unit:
            organisation = unit.organisation.find()
            found += [
                Start(source=StartFrom.OWN, id=activity, name=name, about=ref)
                for activity, ref, name in unit.activities.refs()
            ]
        if not (organisation and organisation.is_sample):
            found += [
                Start(source=StartFrom.EXAMPLE, id=key, name=each.name, about=each.purposes[0].text)
                for key, each in load_sample().activities
            ]
        return tuple(found)

    def values(self, start: Start, language: str) -> Values:
        """
        The values of a new activity that begins so, as a draft.

        What the example's source says is only proposed then, and its quotations are left out.

        Raises:
            NotFound: The record does not exist any more.
        """
        return drafts.values_of(replace(self._activity(start, language), status=RecordStatus.DRAFT))

    def _activity(self, start: Start, language: str) -> Activity:
        match start.source:
            case StartFrom.TEMPLATE:
                return next(each.activity for each in templates(language) if each.id == start.id)
            case StartFrom.EXAMPLE:
                return as_proposal(dict(load_sample().activities)[start.id])
            case StartFrom.OWN:
                with self._work(read_only=True) as unit:
                    activity = ActivityId(start.id)
                    if unit.activities.in_trash(activity):
                        raise NotFound
                    return unit.activities.get(activity)


def as_proposal(activity: Activity) -> Activity:
    """The activity with nothing confirmed: given facts become proposals, a confirmed absence is unknown again."""
    open_ = _unconfirmed(activity)
    recipients = open_.recipients
    if recipients.value:
        # the organisations' own records stay where they are
        recipients = replace(
            recipients, value=tuple(replace(each, processor=None) for each in recipients.value)
        )
    return replace(open_, recipients=recipients, evidence=(), dpia_on=None)


def _unconfirmed(value: T) -> T:
    """The same dataclass, or tuple of such, with every fact in it unconfirmed."""
    if isinstance(value, Fact):
        open_: Fact[object] = (
            unknown() if value.known in (Known.NONE, Known.UNKNOWN) else proposed(_inside(value.value))
        )
        return cast("T", open_)
    return cast("T", _inside(value))


def _inside(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_unconfirmed(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            cast("Any", value), **{f.name: _unconfirmed(getattr(value, f.name)) for f in fields(value)}
        )
    return value
