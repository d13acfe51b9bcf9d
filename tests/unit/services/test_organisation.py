"""The controller of the vault, as typed and as kept."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from dpo_desk.domain.facts import Known
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.errors import DraftError
from dpo_desk.library.calendars import NO_HOLIDAYS
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.organisation import AddressDraft, FactDraft, OrganisationDraft, beginning
from tests.desks import an_organisation

FULL = OrganisationDraft(
    name="Société Imaginaire",
    legal_form="SAS",
    address=AddressDraft(
        street="1 place du Test\nHall B",
        postal_code="75010",
        city="Paris",
        region="Île-de-France",
        country="FR",
    ),
    email="contact@example.org",
    phone="+33 1 99 00 00 00",
    registration="RCS Paris 000 000 000",
    establishment=FactDraft(known="given", text="Une filiale à Lyon"),
    representative=FactDraft(known="given", text="Une représentante"),
    joint_controllers=FactDraft(known="proposed", text="Une autre société"),
    dpo_name="Alix Déléguée",
    dpo_email="dpo@example.org",
    dpo_phone="+33 1 99 00 00 01",
    letters_from=AddressDraft(
        street="2 rue B", postal_code="67000", city="Strasbourg", region="A", country="FR"
    ),
    holiday_calendar="FR-57",
    closed_days="2026-12-24\n2026-12-31",
    lead_days="20, 10, 5\naccess: 30, 15",
    authority="DE",
    to_clarify="Qui répond pour le groupe ?",
)


def test_the_draft_of_this_test_leaves_no_field_at_its_default():
    empty = OrganisationDraft()
    assert [f.name for f in fields(FULL) if getattr(FULL, f.name) == getattr(empty, f.name)] == []


def test_every_field_survives_vault_and_form(desk):
    from dpo_desk.library.calendars import calendar_ids
    from dpo_desk.library.lawbook import authorities

    other_calendar = next(each for each in calendar_ids() if each != "FR")
    other_authority = next(each.code for each in authorities() if each.code != "FR")
    full = replace(FULL, holiday_calendar=other_calendar, authority=other_authority)
    desk.organisation.save(draft_from(OrganisationDraft, values_of(full)))
    back = desk.reopened().organisation.draft()
    assert [f.name for f in fields(full) if getattr(full, f.name) != getattr(back, f.name)] == []


def test_what_no_form_shows_is_not_lost_at_a_save(desk):
    hidden = {"time_zone": "America/Martinique", "is_sample": True}
    with desk.vault.work() as unit:
        old = unit.organisation.get()
        dpo = replace(old.dpo, address=PostalAddress(street="3 quai", city="Lyon", country="FR"))
        unit.organisation.save(replace(old, dpo=dpo, **hidden))
        unit.commit()
    kept = desk.organisation.save(an_organisation(name="Autre nom"))
    assert kept.dpo.address == dpo.address
    assert {name: getattr(kept, name) for name in hidden} == hidden


def test_every_bad_field_is_told_at_once_and_nothing_changes(desk):
    before = desk.organisation.get()
    draft = OrganisationDraft(
        name="\u202e",
        address=AddressDraft(country="ZZ", city="x" * 301),
        email="contact",
        representative=FactDraft(known="given"),
        joint_controllers=FactDraft(known="maybe"),
        dpo_email="dpo@",
        letters_from=AddressDraft(country="Atlantis"),
        holiday_calendar="MOON",
        authority="ZZ",
    )
    with pytest.raises(DraftError) as caught:
        desk.organisation.save(draft)
    assert {error.field: error.reason for error in caught.value.errors} == {
        "name": "empty",
        "address.city": "too_long",
        "address.country": "unknown_country",
        "email": "not_an_email",
        "representative": "empty",
        "joint_controllers": "unknown_choice",
        "dpo_email": "not_an_email",
        "letters_from.country": "unknown_country",
        "holiday_calendar": "unknown_choice",
        "authority": "unknown_choice",
    }
    assert desk.organisation.get() == before


def test_before_the_first_save_the_form_is_empty(empty):
    assert empty.organisation.get() is None
    assert empty.organisation.draft() == OrganisationDraft()
    assert empty.organisation.save(an_organisation()).representative.known is Known.UNKNOWN


@pytest.mark.parametrize(
    ("country", "region", "authority", "calendar"),
    [
        ("FR", "", "FR", "FR"),
        ("it", "", "IT", "IT"),
        ("DE", "Bayern", "DE-BY", "DE"),
        ("US", "", Organisation.authority, NO_HOLIDAYS),
        ("", "", Organisation.authority, NO_HOLIDAYS),
    ],
)
def test_a_new_organisation_begins_with_the_authority_and_the_holidays_of_its_country(
    country, region, authority, calendar
):
    draft = OrganisationDraft(name="x", address=AddressDraft(country=country, region=region))
    begun = beginning(draft)
    assert (begun.authority, begun.holiday_calendar) == (authority, calendar)
