"""What the data are for, and what each legal basis asks for (Art. 5, 6, 7 and 8)."""

from __future__ import annotations

from collections.abc import Iterator

from dpo_desk.domain.activity import Activity, LegalBasis, Purpose
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, known, needed, warning
from dpo_desk.domain.facts import Known


def purposes_missing(activity: Activity, _around: Around) -> Found:
    """CHK-02: there is at least one purpose."""
    if not activity.purposes:
        yield error(activity, "CHK-02", "purposes_missing", "30(1)(b)", "purposes")


def purpose_generic(activity: Activity, around: Around) -> Found:
    """CHK-02: a purpose says what the data are for."""
    for index, purpose in enumerate(activity.purposes):
        if around.law.generic_purposes.whole(purpose.text):
            place, article = f"purposes.{index}.text", "5(1)(b), 30(1)(b)"
            yield warning(activity, "CHK-02", "purpose_generic", article, place, purpose=purpose.text)


def basis(activity: Activity, _around: Around) -> Found:
    """CHK-03: each purpose has a legal basis."""
    for index, purpose in enumerate(activity.purposes):
        place, article = f"purposes.{index}.basis", "5(2), 6(1)"
        yield from known(
            activity, purpose.basis, "CHK-03", "basis", article, place, {"purpose": purpose.text}
        )
        if purpose.basis.known is Known.NONE:
            yield error(activity, "CHK-03", "basis_none", article, place, purpose=purpose.text)


def legitimate_interests(activity: Activity, _around: Around) -> Found:
    """CHK-04: the interest is named, weighed, and can be objected to."""
    for index, purpose in _resting_on(activity, LegalBasis.LEGITIMATE_INTERESTS):
        at, of = f"purposes.{index}", {"purpose": purpose.text}
        reason = "6(1)(f), 13(1)(d)"
        yield from needed(activity, purpose.reason, "CHK-04", "basis_reason", reason, f"{at}.reason", of)
        yield from needed(
            activity, purpose.balancing, "CHK-04", "balancing", "6(1)(f)", f"{at}.balancing", of
        )
        yield from needed(activity, purpose.objection, "CHK-04", "objection", "21", f"{at}.objection", of)


def law_or_task(activity: Activity, _around: Around) -> Found:
    """CHK-05: a legal obligation or a public task is named; a public task can be objected to."""
    for index, purpose in _resting_on(activity, LegalBasis.LEGAL_OBLIGATION, LegalBasis.PUBLIC_TASK):
        at, of = f"purposes.{index}", {"purpose": purpose.text}
        yield from needed(
            activity, purpose.reason, "CHK-05", "basis_reason", "6(1), 6(3)", f"{at}.reason", of
        )
        if purpose.basis.value is LegalBasis.PUBLIC_TASK:
            fact = purpose.objection
            yield from needed(activity, fact, "CHK-05", "objection", "21(1)", f"{at}.objection", of)


def consent(activity: Activity, _around: Around) -> Found:
    """CHK-06: consent can be proven and withdrawn."""
    for index, purpose in _resting_on(activity, LegalBasis.CONSENT):
        at, of = f"purposes.{index}", {"purpose": purpose.text}
        yield from needed(activity, purpose.consent, "CHK-06", "consent", "7(1)", f"{at}.consent", of)
        yield from needed(
            activity, purpose.withdrawal, "CHK-06", "withdrawal", "7(3)", f"{at}.withdrawal", of
        )


def child_consent(activity: Activity, around: Around) -> Found:
    """CHK-06: where children consent, age and parents are thought of."""
    subjects = " / ".join(activity.data_subjects.value or ())
    if not (
        around.law.children.first(subjects) or around.law.children.first(activity.vulnerable.value or "")
    ):
        return
    country = around.organisation.address.country if around.organisation else ""
    age = str(around.law.consent_age.of(country))
    for index, purpose in _resting_on(activity, LegalBasis.CONSENT):
        if purpose.consent.value and not around.law.parental.first(purpose.consent.value):
            place, of = f"purposes.{index}.consent", {"purpose": purpose.text, "age": age}
            yield error(activity, "CHK-06", "consent_child", "8(1)", place, **of)


def contract(activity: Activity, around: Around) -> Found:
    """CHK-07: the contract is one with the person, and what it is used for belongs to it."""
    for index, purpose in _resting_on(activity, LegalBasis.CONTRACT):
        at, of = f"purposes.{index}", {"purpose": purpose.text}
        if purpose.reason.value is None:
            yield warning(activity, "CHK-07", "basis_contract", "6(1)(b)", f"{at}.reason", **of)
        if word := around.law.marketing.first(purpose.text):
            yield warning(activity, "CHK-07", "basis_marketing", "6(1)(b)", f"{at}.basis", **of, word=word)


def _resting_on(activity: Activity, *bases: LegalBasis) -> Iterator[tuple[int, Purpose]]:
    for index, purpose in enumerate(activity.purposes):
        if purpose.basis.value in bases:
            yield index, purpose
