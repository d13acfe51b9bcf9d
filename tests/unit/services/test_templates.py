"""What a new activity can start from: each beginning opens as a form that can be saved, and confirms nothing."""

from __future__ import annotations

import pytest

from dpo_desk.domain.facts import Known
from dpo_desk.domain.record import RecordStatus
from dpo_desk.errors import NotFound
from dpo_desk.library.sample import load_sample
from dpo_desk.services.templates import Start, StartFrom, as_proposal
from tests.desks import an_activity
from tests.unit.services.facts_in import facts_in


def starts(desk, source, language="en"):
    return [each for each in desk.templates.starts(language) if each.source is source]


def test_templates_come_in_the_language_of_the_desk(desk):
    assert "Payroll" in [each.name for each in starts(desk, StartFrom.TEMPLATE)]
    assert "Paie du personnel" in [each.name for each in starts(desk, StartFrom.TEMPLATE, "fr")]
    assert all(each.about for each in desk.templates.starts("fr"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_template_can_be_saved_as_it_stands(desk, language):
    for start in starts(desk, StartFrom.TEMPLATE, language):
        record = desk.register.activities.save(None, desk.templates.values(start, language)).record
        assert record.name == start.name
        assert record.status is RecordStatus.DRAFT
        assert record.ref.startswith("P-")
        assert Known.GIVEN not in {fact.known for fact in facts_in(record)}


def test_every_activity_of_the_example_can_be_saved_in_a_vault_of_ones_own(desk):
    found = starts(desk, StartFrom.EXAMPLE)
    assert len(found) == 28
    for start in found:
        record = desk.register.activities.save(None, desk.templates.values(start, "en")).record
        assert {fact.known for fact in facts_in(record)} <= {Known.PROPOSED, Known.UNKNOWN}
        assert not record.evidence
        assert all(recipient.processor is None for recipient in record.recipients.value or ())


def test_the_example_does_not_offer_itself(sample):
    assert not starts(sample, StartFrom.EXAMPLE)
    assert len(starts(sample, StartFrom.OWN)) == 28


def test_an_own_record_is_a_beginning_with_all_it_says(desk):
    original = desk.register.activities.save(None, an_activity()).record
    (start,) = starts(desk, StartFrom.OWN)
    assert (start.name, start.about) == (original.name, original.ref)
    values = desk.templates.values(start, "en")
    assert values["status"] == "draft"
    copy = desk.register.activities.save(None, values).record
    assert copy.id != original.id
    assert copy.purposes == original.purposes
    assert copy.recipients == original.recipients


def test_a_record_that_is_gone_is_no_beginning(desk):
    original = desk.register.activities.save(None, an_activity()).record
    (start,) = starts(desk, StartFrom.OWN)
    desk.register.activities.trash([original.id])
    assert not starts(desk, StartFrom.OWN)
    with pytest.raises(NotFound):
        desk.templates.values(start, "en")
    with pytest.raises(NotFound):
        desk.templates.values(Start(source=StartFrom.OWN, id="0" * 32, name="", about=""), "en")


def test_a_proposal_keeps_every_word_but_confirms_none():
    for key, activity in load_sample().activities:
        proposal = as_proposal(activity)
        assert proposal.name == activity.name, key
        assert [p.text for p in proposal.purposes] == [p.text for p in activity.purposes], key
        words = [fact.value for fact in facts_in(activity) if isinstance(fact.value, str)]
        assert [fact.value for fact in facts_in(proposal) if isinstance(fact.value, str)] == words, key
