"""Which activities of the register a request should be searched for in: a proposal, by its rights and the person's role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from dpo_desk.domain.activity import Activity, LegalBasis
from dpo_desk.domain.case import Role
from dpo_desk.domain.law import Scope
from dpo_desk.domain.record import RecordStatus
from dpo_desk.library.search_words import search_words


def concerned_by(
    activities: Iterable[Activity], scopes: Collection[Scope], role: Role
) -> tuple[Activity, ...]:
    """
    The activities that come into question, in the order given.

    An activity is left out only where the register says that it has other persons, or another legal basis: what is
    unknown comes into question.
    """
    return tuple(
        each
        for each in activities
        if each.status is not RecordStatus.ARCHIVED and _knows(each, role) and _any_scope(each, scopes)
    )


def _any_scope(activity: Activity, scopes: Collection[Scope]) -> bool:
    return any(_SCOPES[scope](activity) for scope in scopes)


def _knows(activity: Activity, role: Role) -> bool:
    """Whether persons of this role may stand in the activity."""
    told = activity.data_subjects.value
    if role is Role.OTHER or not told:
        return True
    words = search_words().roles
    text = " ".join(told).casefold()
    named = {each for each, signs in words.items() if any(sign in text for sign in signs)}
    return not named or role.value in named


def _has_basis(*bases: LegalBasis) -> Callable[[Activity], bool]:
    def has(activity: Activity) -> bool:
        found = [purpose.basis.value for purpose in activity.purposes if purpose.basis.value]
        return not found or any(each in bases for each in found)

    return has


def _speaks_of(topic: str) -> Callable[[Activity], bool]:
    def speaks(activity: Activity) -> bool:
        texts = (activity.name, *(purpose.text for purpose in activity.purposes))
        text = " ".join(texts).casefold()
        return any(sign in text for sign in search_words().topics[topic])

    return speaks


def _decides(activity: Activity) -> bool:
    return activity.automated_decision.known.value != "none"


_SCOPES: Mapping[Scope, Callable[[Activity], bool]] = {
    Scope.ALL: lambda _activity: True,
    Scope.PROVIDED: _has_basis(LegalBasis.CONSENT, LegalBasis.CONTRACT),
    Scope.BALANCE: _has_basis(LegalBasis.LEGITIMATE_INTERESTS, LegalBasis.PUBLIC_TASK),
    Scope.MARKETING: _speaks_of("marketing"),
    Scope.AUTOMATED: _decides,
    Scope.FRAUD: _speaks_of("fraud"),
}
