"""Who answers for the register: for each rule an organisation that trips it, and one close to it that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.checks import organisation
from dpo_desk.domain.facts import given, none
from dpo_desk.domain.organisation import Contact
from dpo_desk.domain.people import PostalAddress
from tests.unit.domain.checks.asked import known
from tests.unit.domain.checks.sound import (
    ADDRESS,
    ORGANISATION,
    Case,
    assert_found,
    assert_left_alone,
    untried,
)

RABAT = replace(ADDRESS, city="Rabat", country="MA")
NAMED = {"check": "CHK-01", "article": "30(1)(a)"}
ABSENT = {"check": "CHK-01", "article": "27, 30(1)(a)"}
OFFICER = {"check": "CHK-01", "article": "30(1)(a), 37(7)"}


def made(**fields):
    return replace(ORGANISATION, **fields)


def abroad(**fields):
    return made(address=RABAT, **fields)


CASES = (
    Case(
        says="the controller has no name", rule="controller_name", place="name",
        trips=made(name=" "), clear=ORGANISATION, **NAMED,
    ),
    Case(
        says="no letter reaches the controller", rule="controller_address", place="address.street",
        trips=made(address=replace(ADDRESS, street="")), clear=made(address=replace(ADDRESS, postal_code="")), **NAMED,
    ),
    Case(
        says="nothing but letters reaches the controller", rule="controller_contact", place="email", severity="warning",
        trips=made(email=" "), clear=made(email="", phone="+33 1 99 00 00 00"), **NAMED,
    ),
    Case(
        says="one of e-mail and telephone is enough", rule="controller_contact", place="email", severity="warning",
        trips=made(email="", phone=" "), clear=ORGANISATION, **NAMED,
    ),
    Case(
        says="while the country is unknown nobody knows whether a representative is needed",
        rule="representative_unknown", place="representative",
        trips=abroad(), clear=made(address=replace(ADDRESS, country="")), **ABSENT,
    ),
    *known(
        abroad, "representative", "Fictive GmbH, Bonn",
        rule="representative", facts={"country": "MA"}, **ABSENT,
    ),
    Case(
        says="outside the Union nobody stands for the controller",
        rule="representative_none", place="representative", facts={"country": "MA"},
        trips=abroad(representative=none()), clear=abroad(representative=given("Fictive GmbH, Bonn")), **ABSENT,
    ),
    Case(
        says="an establishment in the Union needs no representative",
        rule="representative_unknown", place="representative",
        trips=abroad(establishment=none()), clear=abroad(establishment=given("Lyon")), **ABSENT,
    ),
    Case(
        says="a controller in the European Economic Area needs no representative",
        rule="representative_unknown", place="representative",
        trips=abroad(), clear=made(address=replace(ADDRESS, city="Oslo", country="NO")), **ABSENT,
    ),
    *known(
        made, "joint_controllers", "Fictive Two SAS",
        check="CHK-01", rule="controllers", article="26, 30(1)(a)", severity="warning",
    ),
    Case(
        says="there is no data protection officer", rule="officer_missing", place="dpo.name",
        trips=made(dpo=Contact()), clear=made(dpo=Contact(email="dpo@fictive.example")), **OFFICER,
    ),
    Case(
        says="a name alone reaches nobody", rule="officer_contact", place="dpo.email",
        trips=made(dpo=Contact(name="Maud Delegue", address=PostalAddress(city="Paris"))),
        clear=made(dpo=Contact(name="Maud Delegue", address=ADDRESS)), **OFFICER,
    ),
    Case(
        says="a telephone number is enough to reach one", rule="officer_missing", place="dpo.name",
        trips=made(dpo=Contact(email=" ")), clear=made(dpo=Contact(phone="+33 1 99 00 00 00")), **OFFICER,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_the_organisation_lacks_is_found(case):
    assert_found(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_organisation_that_says_so_is_left_alone(case):
    assert_left_alone(case)


def test_every_rule_about_the_organisation_has_a_case():
    assert untried(organisation, CASES) == []
