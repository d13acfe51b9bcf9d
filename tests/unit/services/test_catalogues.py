"""The words of the register: added, renamed everywhere at once, merged, hidden, and all of it taken back."""

from __future__ import annotations

import pytest

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.client import ClientProcessing
from dpo_desk.errors import DraftError, NotFound, RuleBroken, StaleRecord
from tests.desks import a_client, a_transfer, an_activity, given, typed

MEASURE, SUBJECT = TermKind.MEASURE, TermKind.DATA_SUBJECT


def texts(desk, kind=MEASURE, language="en"):
    return [term.text for term in desk.catalogues.terms(kind, language)]


def line(desk, text, kind=MEASURE, language="en"):
    return next(each for each in desk.catalogues.lines(kind, language) if each.text == text)


def saved(desk, **values):
    return desk.register.activities.save(None, an_activity(**values)).record


def security(desk, record):
    return desk.register.activities.get(record.id).record.security.value


# --- the list -----------------------------------------------------------------------------------------------------------


def test_shipped_terms_come_in_the_language_asked_for_by_their_words(desk):
    english, french = texts(desk), texts(desk, language="fr")
    assert "regular backups" in english
    assert "sauvegardes régulières" in french
    assert len(english) == len(french)
    assert english == sorted(english, key=str.casefold)


def test_a_new_term_stands_beside_the_shipped_ones_in_every_language(desk):
    change = desk.catalogues.add(MEASURE, "  a guard\tdog ", "en")
    assert change.text == "a guard dog"
    assert "a guard dog" in texts(desk)
    assert "a guard dog" in texts(desk.reopened(), language="fr")
    assert line(desk, "a guard dog").own
    desk.catalogues.undo(change.undo)
    assert "a guard dog" not in texts(desk)


def test_a_term_needs_words(desk):
    with pytest.raises(DraftError) as caught:
        desk.catalogues.add(MEASURE, " \n", "en")
    assert [error.field for error in caught.value.errors] == ["text"]


def test_a_term_that_is_there_is_not_added_again(desk):
    with pytest.raises(RuleBroken) as caught:
        desk.catalogues.add(MEASURE, "regular backups", "en")
    assert caught.value.rule == "term_exists"


def test_a_hidden_term_is_proposed_no_more_until_it_is_added_again(desk):
    desk.catalogues.hide(MEASURE, "regular backups", "en")
    assert "regular backups" not in texts(desk)
    assert "sauvegardes régulières" not in texts(desk, language="fr")
    assert line(desk, "regular backups").hidden
    desk.catalogues.add(MEASURE, "regular backups", "en")
    assert "regular backups" in texts(desk)
    assert "sauvegardes régulières" in texts(desk, language="fr")


def test_hiding_is_taken_back_by_showing_or_by_undoing(desk):
    change = desk.catalogues.hide(MEASURE, "regular backups", "en")
    desk.catalogues.undo(change.undo)
    assert not line(desk, "regular backups").hidden
    desk.catalogues.hide(MEASURE, "regular backups", "en")
    desk.catalogues.hide(MEASURE, "regular backups", "en", hidden=False)
    assert not line(desk, "regular backups").hidden


def test_what_is_in_no_list_cannot_be_hidden(desk):
    with pytest.raises(NotFound):
        desk.catalogues.hide(MEASURE, "never heard of", "en")


# --- usage --------------------------------------------------------------------------------------------------------------


def test_usage_counts_the_records_that_hold_a_term_of_every_kind_of_record(desk):
    processing = typed(ClientProcessing, name="Hosting", data_subjects=given("customers"))
    saved(desk, security=given("regular backups\nfirewall"), data_subjects=given("customers"))
    saved(desk, security=given("regular backups"), data_subjects=given("customers"))
    desk.register.clients.save(
        None, a_client(security=given("regular backups"), processing=given([processing]))
    )
    desk.register.transfers.save(None, a_transfer(supplementary=given("regular backups")))
    assert desk.catalogues.usage(MEASURE) == {"regular backups": 4, "firewall": 1}
    assert line(desk, "regular backups").used == 4
    assert line(desk, "customers", SUBJECT).used == 3


def test_words_that_stand_in_records_only_are_listed_too(desk):
    saved(desk, security=given("a moat"))
    found = line(desk, "a moat")
    assert (found.id, found.used, found.hidden) == ("", 1, False)
    assert "a moat" not in texts(desk)
    assert list(desk.catalogues.texts(MEASURE, "en")) == texts(desk)


def test_words_in_the_trash_count_no_more(desk):
    record = saved(desk, security=given("a moat"))
    desk.register.activities.trash([record.id])
    assert "a moat" not in desk.catalogues.usage(MEASURE)


# --- renaming -----------------------------------------------------------------------------------------------------------


def test_a_renamed_term_has_its_new_words_in_the_list_and_in_every_record(desk):
    one = saved(desk, security=given("regular backups\nfirewall"))
    two = saved(desk, security=given("regular backups"))
    other = saved(desk, security=given("firewall"))
    change = desk.catalogues.rename(MEASURE, "regular backups", "backups every night", "en")
    desk.reopened()
    assert (change.text, change.records) == ("backups every night", 2)
    assert security(desk, one) == ("backups every night", "firewall")
    assert security(desk, two) == ("backups every night",)
    assert desk.register.activities.get(other.id).record.version == other.version
    assert "regular backups" not in texts(desk)
    assert line(desk, "backups every night").used == 2


def test_a_renamed_record_says_so_in_its_history(desk):
    one = saved(desk, security=given("regular backups"))
    desk.catalogues.rename(MEASURE, "regular backups", "backups every night", "en")
    versions = desk.register.activities.versions(one.id)
    assert len(versions) == 2
    assert desk.register.activities.version(one.id, 1).security.value == ("regular backups",)


def test_renaming_is_undone_in_the_list_and_in_the_records(desk):
    one = saved(desk, security=given("regular backups"))
    change = desk.catalogues.rename(MEASURE, "regular backups", "backups every night", "en")
    desk.catalogues.undo(change.undo)
    desk.reopened()
    assert security(desk, one) == ("regular backups",)
    assert "regular backups" in texts(desk)
    assert "backups every night" not in texts(desk)
    assert len(desk.register.activities.versions(one.id)) == 3


def test_an_undo_that_comes_after_another_change_touches_nothing(desk):
    one = saved(desk, security=given("regular backups"))
    two = saved(desk, security=given("regular backups"))
    change = desk.catalogues.rename(MEASURE, "regular backups", "backups every night", "en")
    view = desk.register.activities.get(two.id)
    desk.register.activities.save(two.id, {**view.values, "name": "Something else"}, view.record.version)
    with pytest.raises(StaleRecord):
        desk.catalogues.undo(change.undo)
    assert security(desk, one) == ("backups every night",)
    assert "backups every night" in texts(desk)


def test_an_undo_of_records_that_are_gone_touches_nothing(desk):
    one = saved(desk, security=given("regular backups"))
    change = desk.catalogues.rename(MEASURE, "regular backups", "backups every night", "en")
    desk.register.activities.trash([one.id])
    with pytest.raises(NotFound):
        desk.catalogues.undo(change.undo)
    assert "backups every night" in texts(desk)


def test_the_rules_look_at_renamed_records_again(desk):
    one = saved(desk, purposes=[{"text": "Deliver what was ordered", "basis": given("6-1-b")}])
    before = {gap.rule for gap in desk.register.gaps()}
    desk.catalogues.rename(TermKind.PURPOSE, "Deliver what was ordered", "Management", "en")
    after = {gap.rule for gap in desk.register.gaps()}
    assert after - before
    assert desk.register.activities.get(one.id).record.purposes[0].text == "Management"


def test_a_term_called_again_as_it_was_shipped_is_so_in_each_language(desk):
    french = texts(desk, language="fr")
    desk.catalogues.rename(MEASURE, "regular backups", "copies", "en")
    assert "copies" in texts(desk, language="fr")
    desk.catalogues.rename(MEASURE, "copies", "regular backups", "en")
    assert texts(desk, language="fr") == french
    assert not line(desk, "regular backups").own


def test_words_that_stand_in_records_only_can_be_renamed(desk):
    one = saved(desk, security=given("a moat"))
    assert desk.catalogues.rename(MEASURE, "a moat", "a wall", "en").records == 1
    assert security(desk, one) == ("a wall",)


def test_a_term_is_not_renamed_to_what_another_is_called(desk):
    saved(desk, security=given("a moat"))
    for other in ("firewall and separated networks", "a moat"):
        with pytest.raises(RuleBroken) as caught:
            desk.catalogues.rename(MEASURE, "regular backups", other, "en")
        assert caught.value.rule == "term_exists"


def test_a_term_renamed_to_itself_changes_nothing(desk):
    one = saved(desk, security=given("regular backups"))
    assert desk.catalogues.rename(MEASURE, "regular backups", "regular backups", "en").records == 0
    assert desk.register.activities.get(one.id).record.version == one.version
    assert not line(desk, "regular backups").own


def test_what_nobody_uses_or_lists_cannot_be_renamed(desk):
    with pytest.raises(NotFound):
        desk.catalogues.rename(MEASURE, "never heard of", "something", "en")


# --- merging and doubles ------------------------------------------------------------------------------------------------


def test_two_terms_become_one_in_every_record_and_in_the_list(desk):
    desk.catalogues.add(MEASURE, "backup", "en")
    one = saved(desk, security=given("backup\nregular backups"))
    change = desk.catalogues.merge(MEASURE, "backup", "regular backups", "en")
    assert change.records == 1
    assert security(desk, one) == ("regular backups",)
    assert "backup" not in [each.text for each in desk.catalogues.lines(MEASURE, "en")]
    desk.catalogues.undo(change.undo)
    assert security(desk, one) == ("backup", "regular backups")
    assert "backup" in texts(desk)


def test_a_shipped_term_that_gives_way_is_hidden_and_the_other_shown(desk):
    desk.catalogues.hide(MEASURE, "regular backups", "en")
    desk.catalogues.merge(MEASURE, "firewall and separated networks", "regular backups", "en")
    assert line(desk, "firewall and separated networks").hidden
    assert "regular backups" in texts(desk)


def test_a_term_is_merged_into_another_that_exists(desk):
    for into in ("regular backups", "never heard of"):
        with pytest.raises(NotFound):
            desk.catalogues.merge(MEASURE, "regular backups", into, "en")


def test_doubles_are_found_with_the_one_that_is_used_most_in_front(desk):
    saved(desk, security=given("Regular  backup"))
    saved(desk, security=given("Regular backup"))
    saved(desk, security=given("a moat"))
    groups = desk.catalogues.doubles(MEASURE, "en")
    assert [[each.text for each in group] for group in groups] == [["Regular backup", "regular backups"]]


def test_the_shipped_terms_and_the_example_hold_few_doubles(sample):
    for kind in TermKind:
        for group in sample.catalogues.doubles(kind, "en"):
            assert len(group) == 2
