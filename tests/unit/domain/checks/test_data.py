"""The rules about data subjects and data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.activity import SpecialCondition
from dpo_desk.domain.checks import data
from dpo_desk.domain.facts import given, none, proposed, unknown
from tests.unit.domain.checks.sound import (
    ACTIVITY,
    CATEGORY,
    Case,
    activity,
    assert_found,
    assert_left_alone,
    category,
    untried,
)

HEALTH = {"name": "Sick leave", "special": given("Health")}
OFFENCES = {"name": "Stolen goods", "criminal": given("Suspected theft")}
UNSAID = category(criminal=unknown())
PUPILS = given(("Pupils",))
BIRTHDAY = {"name": "Proof of age", "detail": "Date of birth"}


def beside(**fields: object) -> object:
    """The sound activity with a second category of this kind."""
    return activity(categories=given((CATEGORY, replace(CATEGORY, **fields))))


CASES = (
    Case(
        says="it is known whose data they are",
        check="CHK-08", rule="data_subjects_unknown", article="30(1)(c)", place="data_subjects",
        trips=activity(data_subjects=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="data subjects that are only proposed are not settled",
        check="CHK-33", rule="data_subjects_proposed", article="30(1)(c)", place="data_subjects", severity="warning",
        trips=activity(data_subjects=proposed(("Buyers",))),
        clear=ACTIVITY,
    ),
    Case(
        says="data of nobody are no personal data",
        check="CHK-08", rule="data_subjects_none", article="30(1)(c)", place="data_subjects",
        trips=activity(data_subjects=none()),
        clear=ACTIVITY,
    ),
    Case(
        says="it is known which data they are",
        check="CHK-08", rule="categories_unknown", article="30(1)(c)", place="categories",
        trips=activity(categories=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="data that are only proposed are not settled",
        check="CHK-33", rule="categories_proposed", article="30(1)(c)", place="categories", severity="warning",
        trips=activity(categories=proposed((CATEGORY,))),
        clear=ACTIVITY,
    ),
    Case(
        says="without data there is no processing",
        check="CHK-08", rule="categories_none", article="30(1)(c)", place="categories",
        trips=activity(categories=none()),
        clear=ACTIVITY,
    ),
    Case(
        says="data which sound like health are said to be such, or not to be",
        check="CHK-09", rule="special_unsaid", article="9(1)", place="categories.1.special",
        facts={"category": "Absences", "word": "sick leave"},
        trips=beside(name="Absences", detail="Holidays, sick leave", special=unknown()),
        clear=beside(name="Absences", detail="Holidays, sick leave", special=none()),
    ),
    Case(
        says="data which sound like nothing special need no word",
        check="CHK-09", rule="special_unsaid", article="9(1)", place="categories.0.special",
        trips=category(name="Trade union dues", special=unknown()),
        clear=category(name="Trade register number", special=unknown()),
    ),
    Case(
        says="special data that are only proposed are not settled",
        check="CHK-33", rule="special_proposed", article="9(1)", place="categories.0.special", severity="warning",
        trips=category(special=proposed("Health"), condition=given(SpecialCondition.EMPLOYMENT)),
        clear=category(special=given("Health"), condition=given(SpecialCondition.EMPLOYMENT)),
    ),
    Case(
        says="special data need a condition of Art. 9(2) beside their basis",
        check="CHK-09", rule="special_condition_missing", article="9(2)", place="categories.0.condition",
        trips=category(**HEALTH),
        clear=category(**HEALTH, condition=given(SpecialCondition.EMPLOYMENT)),
    ),
    Case(
        says="a condition that is only proposed is not settled",
        check="CHK-33", rule="special_condition_proposed", article="9(2)", place="categories.0.condition",
        severity="warning",
        trips=category(**HEALTH, condition=proposed(SpecialCondition.EMPLOYMENT)),
        clear=category(**HEALTH, condition=given(SpecialCondition.EMPLOYMENT)),
    ),
    Case(
        says="data which sound like offences are said to be such, or not to be",
        check="CHK-10", rule="criminal_unsaid", article="10", place="categories.1.criminal",
        facts={"category": "Incidents of fraud", "word": "incidents of fraud"},
        trips=beside(name="Incidents of fraud", criminal=unknown()),
        clear=beside(name="Incidents of fraud", criminal=none()),
    ),
    Case(
        says="data which sound like no offence need no word",
        check="CHK-10", rule="criminal_unsaid", article="10", place="categories.0.criminal",
        trips=category(name="Casier judiciaire", criminal=unknown()),
        clear=category(name="Numéro de vol", criminal=unknown()),
    ),
    Case(
        says="data on offences that are only proposed are not settled",
        check="CHK-33", rule="criminal_proposed", article="10", place="categories.0.criminal", severity="warning",
        trips=category(criminal=proposed("Suspected theft"), criminal_law=given("Act 78-17, Art. 46")),
        clear=category(criminal=given("Suspected theft"), criminal_law=given("Act 78-17, Art. 46")),
    ),
    Case(
        says="a law authorises data on offences",
        check="CHK-10", rule="criminal_law_missing", article="10", place="categories.0.criminal_law",
        trips=category(**OFFENCES),
        clear=category(**OFFENCES, criminal_law=given("Act 78-17, Art. 46")),
    ),
    Case(
        says="an alert file says which of its data are about offences",
        check="CHK-10", rule="criminal_purpose", article="10", place="categories", facts={"word": "alert file"},
        trips=replace(UNSAID, name="Alert file of fraudsters"),
        clear=activity(name="Alert file of fraudsters"),
    ),
    Case(
        says="the purpose gives an alert file away as well",
        check="CHK-10", rule="criminal_purpose", article="10", place="categories", facts={"word": "identity theft"},
        trips=replace(UNSAID, purposes=(replace(ACTIVITY.purposes[0], text="Fight identity theft"),)),
        clear=UNSAID,
    ),
    Case(
        says="where a category gives it away that one is asked about, and whatever is said of one is enough",
        check="CHK-10", rule="criminal_purpose", article="10", place="categories",
        trips=replace(UNSAID, name="Blacklist"),
        clear=replace(category(name="List of fraudsters", criminal=unknown()), name="Blacklist"),
    ),
    Case(
        says="intrusive data are there for a reason",
        check="CHK-29", rule="minimisation_missing", article="5(1)(c)", place="minimisation", severity="warning",
        facts={"word": "date of birth"},
        trips=category(**BIRTHDAY),
        clear=replace(category(**BIRTHDAY), minimisation=given("Wine is sold to adults only")),
    ),
    Case(
        says="the year of birth is not the date",
        check="CHK-29", rule="minimisation_missing", article="5(1)(c)", place="minimisation", severity="warning",
        trips=category(name="Copy of the ID"),
        clear=category(name="Year of birth"),
    ),
    Case(
        says="a reason that is only proposed is not settled",
        check="CHK-33", rule="minimisation_proposed", article="5(1)(c)", place="minimisation", severity="warning",
        trips=replace(category(**BIRTHDAY), minimisation=proposed("Wine is sold to adults only")),
        clear=replace(category(**BIRTHDAY), minimisation=given("Wine is sold to adults only")),
    ),
    Case(
        says="children are thought of",
        check="CHK-32", rule="vulnerable_unsaid", article="recitals 38, 75", place="vulnerable", severity="warning",
        facts={"word": "pupils"},
        trips=activity(data_subjects=PUPILS, vulnerable=unknown()),
        clear=activity(data_subjects=given(("Teachers",)), vulnerable=unknown()),
    ),
    Case(
        says="who names pupils does not deny that there are children",
        check="CHK-32", rule="vulnerable_denied", article="recitals 38, 75", place="vulnerable", severity="warning",
        trips=activity(data_subjects=PUPILS, vulnerable=none()),
        clear=activity(data_subjects=PUPILS, vulnerable=given("Pupils from 6 on; parents are told first")),
    ),
    Case(
        says="the name of the activity can speak of vulnerable persons too",
        check="CHK-32", rule="vulnerable_denied", article="recitals 38, 75", place="vulnerable", severity="warning",
        facts={"word": "asylum seekers"},
        trips=activity(name="Rooms for asylum seekers"),
        clear=activity(name="Rooms for guests"),
    ),
    Case(
        says="what is only proposed of vulnerable persons is not settled",
        check="CHK-33", rule="vulnerable_proposed", article="recitals 38, 75", place="vulnerable", severity="warning",
        trips=activity(vulnerable=proposed("Minors who buy")),
        clear=activity(vulnerable=given("Minors who buy")),
    ),
    Case(
        says="it is known where the data come from",
        check="CHK-24", rule="source_unknown", article="14(2)(f), 15(1)(g)", place="source", severity="warning",
        trips=activity(source=unknown()),
        clear=ACTIVITY,
    ),
    Case(
        says="a source that is only proposed is not settled",
        check="CHK-33", rule="source_proposed", article="14(2)(f), 15(1)(g)", place="source", severity="warning",
        trips=activity(source=proposed("A data broker")),
        clear=activity(source=given("A data broker")),
    ),
    Case(
        says="a category does not come from elsewhere when all come from the person",
        check="CHK-24", rule="source_differs", article="14(2)(f), 15(1)(g)", place="categories.1.source",
        severity="warning", facts={"category": "Score"},
        trips=beside(name="Score", source=given("A credit bureau")),
        clear=replace(beside(name="Score", source=given("A credit bureau")), source=given("Credit bureaux")),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_not_said_of_the_data_is_found_at_its_place(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_comes_close_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_data_has_a_case():
    assert untried(data, CASES) == []
