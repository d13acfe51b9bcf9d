"""The rules about time limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.activity import Afterwards, Retention, RetentionPeriod, TimeUnit
from dpo_desk.domain.checks import retention
from dpo_desk.domain.facts import given, none, proposed, unknown
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    CATEGORY,
    PERIOD,
    PURPOSE,
    RETENTION,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    category,
    check,
    kept,
    untried,
)

AT, LAW, BOTH = "categories.0.retention", "30(1)(f)", "5(1)(e), 30(1)(f)"
SIX_YEARS = replace(PERIOD, number=6)
UNCOUNTED = replace(PERIOD, trigger=" ")
ANONYMISE = given(Afterwards.ANONYMISE)
IN_ARCHIVE = Retention(periods=(SIX_YEARS,), law=given("Commercial Code, Art. L123-22"))


def archived(**fields: object) -> object:
    """Data which move to an archive of this kind when their active use is over."""
    moved = replace(RETENTION, then=given(Afterwards.ARCHIVE))
    return category(retention=given(moved), archive=given(replace(IN_ARCHIVE, **fields)))


def lasting(number: int, unit: TimeUnit, **fields: object) -> object:
    """Retention of this length."""
    period = RetentionPeriod(number=number, unit=unit, trigger="the last contact")
    return given(replace(RETENTION, periods=(period,), **fields))


CASES = (
    Case(
        says="each category has its time limit",
        check="CHK-17", rule="retention_unknown", article=LAW, place="categories.1.retention",
        facts={"category": "Invoices"},
        trips=activity(categories=given((CATEGORY, replace(CATEGORY, name="Invoices", retention=unknown())))),
        clear=activity(categories=given((CATEGORY, replace(CATEGORY, name="Invoices")))),
    ),
    Case(
        says="a time limit that is only proposed is not settled",
        check="CHK-33", rule="retention_proposed", article=LAW, place=AT, severity="warning",
        trips=category(retention=proposed(RETENTION)),
        clear=ACTIVITY,
    ),
    Case(
        says="nothing is kept for ever",
        check="CHK-17", rule="retention_none", article=BOTH, place=AT,
        trips=category(retention=none()),
        clear=ACTIVITY,
    ),
    Case(
        says="a time limit is a length or a rule",
        check="CHK-17", rule="retention_empty", article=LAW, place=AT,
        trips=kept(periods=()),
        clear=kept(periods=(), rule="Until the customer closes the account"),
    ),
    Case(
        says="as long as necessary is no time limit",
        check="CHK-17", rule="retention_vague", article=BOTH, place=f"{AT}.rule",
        facts={"word": "as long as necessary"},
        trips=kept(periods=(), rule="Kept as long as necessary."),
        clear=kept(rule="Kept as long as necessary, that is three years."),
    ),
    Case(
        says="a time limit is a number where it can be one",
        check="CHK-17", rule="retention_in_words", article=LAW, place=f"{AT}.periods", severity="warning",
        trips=kept(periods=(), rule="Until the customer closes the account"),
        clear=kept(rule="Three years are what claims may be brought in"),
    ),
    Case(
        says="a vague rule is not complained of twice",
        check="CHK-17", rule="retention_in_words", article=LAW, place=f"{AT}.periods", severity="warning",
        trips=kept(periods=(), rule="Until the contract ends"),
        clear=kept(periods=(), rule="Kept as long as necessary, then erased"),
    ),
    Case(
        says="no words are no time limit in words",
        check="CHK-17", rule="retention_in_words", article=LAW, place=f"{AT}.periods", severity="warning",
        trips=kept(periods=(), rule="Until the contract ends"),
        clear=kept(periods=()),
    ),
    Case(
        says="a length is counted from an event",
        check="CHK-17", rule="retention_trigger", article=BOTH, place=f"{AT}.periods.1.trigger",
        trips=kept(periods=(PERIOD, UNCOUNTED), then=ANONYMISE, rule="the longest"),
        clear=kept(periods=(PERIOD,), then=ANONYMISE),
    ),
    Case(
        says="a promise of erasure without an event is not complained of twice",
        check="CHK-17", rule="retention_trigger", article=BOTH, place=f"{AT}.periods.0.trigger",
        trips=kept(periods=(UNCOUNTED,), then=unknown()),
        clear=kept(periods=(UNCOUNTED,)),
    ),
    Case(
        says="who promises erasure says from when",
        check="CHK-17", rule="erasure_without_trigger", article=BOTH, place=f"{AT}.periods",
        trips=kept(periods=(UNCOUNTED,)),
        clear=kept(periods=(UNCOUNTED,), then=ANONYMISE),
    ),
    Case(
        says="a rule in words can end it as well",
        check="CHK-17", rule="erasure_without_trigger", article=BOTH, place=f"{AT}.periods",
        trips=kept(periods=(), rule=" "),
        clear=kept(periods=(), rule="Until the customer closes the account"),
    ),
    Case(
        says="it is said what happens when the time is over",
        check="CHK-17", rule="afterwards_unknown", article="5(1)(e)", place=f"{AT}.then", severity="hint",
        trips=kept(then=unknown()),
        clear=kept(then=ANONYMISE),
    ),
    Case(
        says="who moves data to an archive has one",
        check="CHK-17", rule="archive_missing", article=BOTH, place="categories.0.archive",
        trips=kept(then=given(Afterwards.ARCHIVE)),
        clear=archived(),
    ),
    Case(
        says="an archive has a length of its own",
        check="CHK-17", rule="archive_without_length", article=BOTH, place="categories.0.archive",
        trips=archived(periods=(), rule="as claims may be brought"),
        clear=archived(),
    ),
    Case(
        says="a law asks for the archive",
        check="CHK-17", rule="archive_without_law", article=BOTH, place="categories.0.archive.law",
        trips=archived(law=none()),
        clear=archived(),
    ),
    Case(
        says="an archive that is only proposed is not settled",
        check="CHK-33", rule="archive_proposed", article=BOTH, place="categories.0.archive", severity="warning",
        trips=category(archive=proposed(IN_ARCHIVE)),
        clear=category(archive=given(IN_ARCHIVE)),
    ),
    Case(
        says="of two lengths a rule says which one counts",
        check="CHK-18", rule="retention_ambiguous", article=BOTH, place=AT, facts={"category": CATEGORY.name},
        trips=kept(periods=(PERIOD, SIX_YEARS)),
        clear=kept(periods=(PERIOD, SIX_YEARS), rule="Whichever is later"),
    ),
    Case(
        says="or between two lengths in words is ambiguous too",
        check="CHK-18", rule="retention_ambiguous", article=BOTH, place=AT,
        trips=kept(periods=(), rule="3 years after the contract or 6 years after the last payment"),
        clear=kept(periods=(), rule="3 years for orders, 6 years for invoices"),
    ),
    Case(
        says="or beside one length is not",
        check="CHK-18", rule="retention_ambiguous", article=BOTH, place=AT,
        trips=kept(periods=(), rule="6 mois ou 1 an"),
        clear=kept(periods=(), rule="3 years after the contract or the last payment"),
    ),
    Case(
        says="one period settles it, whatever its rule tells beside",
        check="CHK-18", rule="retention_ambiguous", article=BOTH, place=AT,
        trips=kept(periods=(PERIOD, replace(PERIOD, trigger="the last payment"))),
        clear=kept(rule="3 years for buyers, where others keep 2 or 5 years"),
    ),
    Case(
        says="who keeps data longer than usual says why",
        check="CHK-19", rule="retention_long", article="5(1)(e)", place=f"{AT}.rule", severity="warning",
        facts={"reference": "card", "length": "16 months", "limit": "15 months", "law": "CNIL 2018-303"},
        trips=category(name="Payment", detail="Card number, name on it", retention=lasting(16, TimeUnit.MONTHS)),
        clear=category(name="Payment", detail="Card number, name on it", retention=lasting(15, TimeUnit.MONTHS)),
    ),
    Case(
        says="a reason for the length is a reason",
        check="CHK-19", rule="retention_long", article="5(1)(e)", place=f"{AT}.rule", severity="warning",
        facts={"reference": "trackers"},
        trips=category(name="Cookies", retention=lasting(2, TimeUnit.YEARS)),
        clear=category(name="Cookies", retention=lasting(2, TimeUnit.YEARS, rule="As the bank asks for")),
    ),
    Case(
        says="a law for the length is one as well",
        check="CHK-19", rule="retention_long", article="5(1)(e)", place=f"{AT}.rule", severity="warning",
        facts={"reference": "customer"},
        trips=category(name="Customer data", retention=lasting(37, TimeUnit.MONTHS)),
        clear=category(name="Customer data", retention=lasting(37, TimeUnit.MONTHS, law=given("Art. L123-22"))),
    ),
    Case(
        says="a time limit that is missing is not too long",
        check="CHK-19", rule="retention_long", article="5(1)(e)", place=f"{AT}.rule", severity="warning",
        facts={"reference": "card"},
        trips=category(name="Payment cards", retention=lasting(2, TimeUnit.YEARS)),
        clear=category(name="Payment cards", retention=given(replace(RETENTION, periods=()))),
    ),
    Case(
        says="the activity around the data tells what is usual",
        check="CHK-19", rule="retention_long", article="5(1)(e)", place=f"{AT}.rule", severity="warning",
        facts={"reference": "applicant", "limit": "2 years"},
        trips=activity(name="Recruitment"),
        clear=activity(name="Training"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_time_limit_lacks_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_retention_has_a_case():
    assert untried(retention, CASES) == []


@pytest.mark.parametrize(
    ("name", "number", "unit"),
    [
        ("Raw visit data", 25, TimeUnit.MONTHS),
        ("Account data", 2, TimeUnit.YEARS),
        ("Newsletter addresses", 3, TimeUnit.YEARS),
        ("CV", 2, TimeUnit.YEARS),
    ],
)
def test_each_usual_length_is_the_longest_that_needs_no_reason(name, number, unit):
    for length, asks in ((number, False), (number + 1, True)):
        record = category(name=name, retention=lasting(length, unit))
        assert any(gap.rule == "retention_long" for gap in check(record)) is asks


@pytest.mark.parametrize(
    "around_it",
    [
        {"name": "Recruitment of drivers"},
        {"purposes": (replace(PURPOSE, text="Choose among the applicants"),)},
        {"data_subjects": given(("Candidats",))},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_name_purposes_and_data_subjects_tell_what_is_usual(around_it):
    assert [gap.facts["reference"] for gap in check(activity(**around_it))] == ["applicant"]
