"""The rules about purposes and legal bases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.activity import LegalBasis
from dpo_desk.domain.checks import purposes
from dpo_desk.domain.facts import given, none, proposed, unknown
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    ADDRESS,
    ORGANISATION,
    PURPOSE,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    purpose,
    untried,
)

CONSENT, INTERESTS = LegalBasis.CONSENT, LegalBasis.LEGITIMATE_INTERESTS
PROVEN = {
    "consent": given("A box that is not ticked; kept in the log"),
    "withdrawal": given("A link in each e-mail"),
}
WEIGHED = {"balancing": given("LIA-2026-03"), "objection": given("By e-mail, told in the notice")}
TASK = {"reason": given("Act 78-17, Art. 8"), "objection": given("By letter, told in the notice")}
ABROAD = replace(ORGANISATION, address=replace(ADDRESS, country="DE"))
CHILDREN = given(("Pupils and their teachers",))


def consented(how: str, **fields: object) -> object:
    """An activity whose data subjects consent in this way."""
    return replace(purpose(CONSENT, **{**PROVEN, "consent": given(how)}), **fields)


CASES = (
    Case(
        says="an activity needs a purpose",
        check="CHK-02", rule="purposes_missing", article="30(1)(b)", place="purposes",
        trips=activity(purposes=()),
        clear=ACTIVITY,
    ),
    Case(
        says="a purpose that could be anything is none",
        check="CHK-02", rule="purpose_generic", article="5(1)(b), 30(1)(b)", place="purposes.1.text",
        severity="warning", facts={"purpose": "Improve our services."},
        trips=activity(purposes=(PURPOSE, replace(PURPOSE, text="Improve our services."))),
        clear=purpose(text="Improve our services by asking buyers how the delivery went"),
    ),
    Case(
        says="each purpose needs a basis",
        check="CHK-03", rule="basis_unknown", article="5(2), 6(1)", place="purposes.1.basis",
        facts={"purpose": "Send invoices"},
        trips=activity(purposes=(PURPOSE, replace(PURPOSE, text="Send invoices", basis=unknown()))),
        clear=purpose(basis=proposed(LegalBasis.CONTRACT)),
    ),
    Case(
        says="a proposed basis is not settled",
        check="CHK-33", rule="basis_proposed", article="5(2), 6(1)", place="purposes.0.basis", severity="warning",
        trips=purpose(basis=proposed(LegalBasis.CONTRACT)),
        clear=ACTIVITY,
    ),
    Case(
        says="no processing goes without a basis",
        check="CHK-03", rule="basis_none", article="5(2), 6(1)", place="purposes.0.basis",
        trips=purpose(basis=none()),
        clear=ACTIVITY,
    ),
    Case(
        says="the interest is named",
        check="CHK-04", rule="basis_reason_missing", article="6(1)(f), 13(1)(d)", place="purposes.0.reason",
        trips=purpose(INTERESTS, **WEIGHED, reason=none()),
        clear=purpose(INTERESTS, **WEIGHED),
    ),
    Case(
        says="the interest is weighed",
        check="CHK-04", rule="balancing_missing", article="6(1)(f)", place="purposes.0.balancing",
        trips=purpose(INTERESTS, objection=WEIGHED["objection"]),
        clear=purpose(INTERESTS, **WEIGHED),
    ),
    Case(
        says="a balance that is only proposed is not settled",
        check="CHK-33", rule="balancing_proposed", article="6(1)(f)", place="purposes.0.balancing",
        severity="warning",
        trips=purpose(INTERESTS, **{**WEIGHED, "balancing": proposed("LIA-2026-03")}),
        clear=purpose(INTERESTS, **WEIGHED),
    ),
    Case(
        says="an interest can be objected to",
        check="CHK-04", rule="objection_missing", article="21", place="purposes.0.objection",
        trips=purpose(INTERESTS, balancing=WEIGHED["balancing"]),
        clear=purpose(INTERESTS, **WEIGHED),
    ),
    Case(
        says="the law that obliges is named",
        check="CHK-05", rule="basis_reason_missing", article="6(1), 6(3)", place="purposes.0.reason",
        trips=purpose(LegalBasis.LEGAL_OBLIGATION, reason=unknown()),
        clear=purpose(LegalBasis.LEGAL_OBLIGATION),
    ),
    Case(
        says="the public task is named",
        check="CHK-05", rule="basis_reason_missing", article="6(1), 6(3)", place="purposes.0.reason",
        trips=purpose(LegalBasis.PUBLIC_TASK, **{**TASK, "reason": unknown()}),
        clear=purpose(LegalBasis.PUBLIC_TASK, **TASK),
    ),
    Case(
        says="a public task can be objected to, an obligation cannot",
        check="CHK-05", rule="objection_missing", article="21(1)", place="purposes.0.objection",
        trips=purpose(LegalBasis.PUBLIC_TASK),
        clear=purpose(LegalBasis.LEGAL_OBLIGATION),
    ),
    Case(
        says="consent is proven",
        check="CHK-06", rule="consent_missing", article="7(1)", place="purposes.0.consent",
        trips=purpose(CONSENT, withdrawal=PROVEN["withdrawal"]),
        clear=purpose(CONSENT, **PROVEN),
    ),
    Case(
        says="consent can be withdrawn",
        check="CHK-06", rule="withdrawal_missing", article="7(3)", place="purposes.0.withdrawal",
        trips=purpose(CONSENT, consent=PROVEN["consent"]),
        clear=purpose(CONSENT, **PROVEN),
    ),
    Case(
        says="children consent below 15 in France with their parents",
        check="CHK-06", rule="consent_child", article="8(1)", place="purposes.0.consent", facts={"age": "15"},
        trips=consented("A box", data_subjects=CHILDREN),
        clear=consented("A box, with the consent of a parent", data_subjects=CHILDREN),
    ),
    Case(
        says="where no State lowered the age it is 16",
        check="CHK-06", rule="consent_child", article="8(1)", place="purposes.0.consent", facts={"age": "16"},
        trips=consented("A box", vulnerable=given("Children from 10 on")),
        clear=consented("A box", vulnerable=given("Elderly people")),
        around={"organisation": ABROAD},
    ),
    Case(
        says="who has not said how consent is given is not asked about children as well",
        check="CHK-06", rule="consent_child", article="8(1)", place="purposes.0.consent",
        trips=consented("A box", data_subjects=CHILDREN),
        clear=replace(purpose(CONSENT), data_subjects=CHILDREN),
    ),
    Case(
        says="the contract is one with the person",
        check="CHK-07", rule="basis_contract", article="6(1)(b)", place="purposes.0.reason", severity="warning",
        trips=purpose(reason=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="a contract does not carry marketing, consent does",
        check="CHK-07", rule="basis_marketing", article="6(1)(b)", place="purposes.0.basis", severity="warning",
        facts={"word": "newsletter"},
        trips=purpose(text="Send the newsletter to buyers"),
        clear=purpose(CONSENT, text="Send the newsletter to buyers", **PROVEN),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_purpose_lacks_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_purposes_has_a_case():
    assert untried(purposes, CASES) == []
