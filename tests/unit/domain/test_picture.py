from __future__ import annotations

from dpo_desk.domain.activity import DataCategory, Recipient, RecipientKind
from dpo_desk.domain.activity_picture import activity_picture
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.picture import Column, Mark
from dpo_desk.domain.processor import SubProcessor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.register_picture import MOST_BEHIND, register_picture
from dpo_desk.domain.transfer_law import Verdict
from tests.builders import a_processor, a_transfer, an_activity

EEA = {"FR", "NL", "IE"}


def inside(country):
    return country in EEA


def of(activity, processors=(), transfers=(), verdicts=None):
    return activity_picture(activity, processors, transfers, verdicts or {}, inside)


def texts(picture, column):
    return [node.text for node in picture.of(column)]


def to(picture, text):
    """The lines that leave the node of this name."""
    key = next(node.key for node in picture.nodes if node.text == text)
    return [line for line in picture.lines if line.start == key]


def test_an_activity_shows_people_data_recipients_and_countries_in_this_order():
    activity = an_activity(
        data_subjects=given(("customers", "staff")),
        categories=given(
            (DataCategory(name="orders"), DataCategory(name="health", special=given("illness")))
        ),
        recipients=given((Recipient(name="La Poste", countries=given(("FR",))),)),
    )
    picture = of(activity)
    assert picture.columns == (Column.PEOPLE, Column.DATA, Column.RECIPIENTS, Column.COUNTRIES)
    assert texts(picture, Column.PEOPLE) == ["customers", "staff"]
    assert [node.marks for node in picture.of(Column.DATA)] == [(), (Mark.SPECIAL,)]
    assert to(picture, "La Poste")[0].verdict is Verdict.NO_TRANSFER


def test_what_is_unknown_none_or_proposed_is_marked_so():
    activity = an_activity(
        data_subjects=unknown(), categories=none(), recipients=proposed((Recipient(name="La Poste"),))
    )
    picture = of(activity)
    assert picture.of(Column.PEOPLE)[0].marks == (Mark.UNKNOWN,)
    assert picture.of(Column.DATA)[0].marks == (Mark.NONE,)
    assert picture.of(Column.RECIPIENTS)[0].marks == (Mark.PROPOSED,)
    assert picture.of(Column.COUNTRIES)[0].marks == (Mark.UNKNOWN,)


def test_a_recipient_without_a_name_is_marked_and_one_of_our_own_needs_no_country():
    ours = Recipient(name="Logistics", kind=RecipientKind.INTERNAL)
    picture = of(an_activity(recipients=given((Recipient(name="carriers", named=False), ours))))
    assert picture.of(Column.RECIPIENTS)[0].marks == (Mark.UNNAMED,)
    assert [len(to(picture, name)) for name in ("carriers", "Logistics")] == [1, 0]


def test_the_line_of_a_transfer_carries_its_verdict_and_a_third_country_without_one_says_so():
    processor = a_processor(name="Cloud Inc.", countries=given(("US", "NL", "IN")))
    flow = a_transfer(importer="Cloud Inc.", country=given("US"), processor=processor.id)
    activity = an_activity(recipients=given((Recipient(name="cloud", processor=processor.id),)))
    picture = of(activity, [processor], [flow], {flow.id: Verdict.NOT_VALID})
    lines = {line.end: line for line in to(picture, "Cloud Inc.")}
    assert lines["country:US"].verdict is Verdict.NOT_VALID
    assert lines["country:US"].record == (RecordKind.TRANSFER, flow.id)
    assert lines["country:NL"].verdict is Verdict.NO_TRANSFER
    assert lines["country:IN"].unrecorded
    assert [node.text for node in picture.of(Column.COUNTRIES)] == ["US", "NL", "IN"]
    assert picture.of(Column.RECIPIENTS)[0].record == (RecordKind.PROCESSOR, processor.id)


def test_a_transfer_finds_its_recipient_by_name_and_stands_alone_when_there_is_none():
    flow = a_transfer(importer="LA  poste", country=given("MA"), processor=None)
    other = a_transfer(importer="Somebody", importer_named=False, country=unknown(), processor=None)
    picture = of(an_activity(recipients=given((Recipient(name="La Poste"),))), (), [flow, other])
    assert to(picture, "La Poste")[0].end == "country:MA"
    alone = picture.of(Column.RECIPIENTS)[-1]
    assert (alone.text, alone.marks) == ("Somebody", (Mark.ONLY_TRANSFER, Mark.UNNAMED))
    assert to(picture, "Somebody")[0].end == "country:?"


def test_sub_processors_stand_within_their_processor_with_countries_of_their_own():
    processor = a_processor(
        name="Mail SA",
        countries=given(("FR",)),
        subprocessors=given((SubProcessor(name="Host Ltd", countries=given(("GB",))),)),
    )
    activity = an_activity(recipients=given((Recipient(name="mail", processor=processor.id),)))
    picture = of(activity, [processor])
    mail, host = picture.of(Column.RECIPIENTS)
    assert host.within == mail.key
    assert to(picture, "Host Ltd")[0].end == "country:GB"


def test_every_line_of_a_picture_leads_from_a_node_to_a_node():
    processor = a_processor(countries=unknown(), subprocessors=given((SubProcessor(name="x"),)))
    activity = an_activity(
        recipients=given((Recipient(name="a", processor=processor.id), Recipient(name="b")))
    )
    flows = [a_transfer(activity=activity.id, processor=processor.id), a_transfer(country=unknown())]
    for picture in (
        of(activity, [processor], flows),
        register_picture("Us", [activity], [processor], flows, {}, inside),
    ):
        keys = [node.key for node in picture.nodes]
        assert len(keys) == len(set(keys))
        assert {end for line in picture.lines for end in (line.start, line.end)} <= set(keys)


def test_the_register_by_country_counts_and_puts_the_gravest_first():
    cloud = a_processor(name="Cloud Inc.", countries=given(("US", "NL")))
    flow = a_transfer(importer="Cloud Inc.", country=given("US"), processor=cloud.id)
    activity = an_activity(recipients=given((Recipient(name="c", processor=cloud.id),)))
    lost = a_processor(name="Somewhere", countries=unknown())
    picture = register_picture("Us", [activity], [cloud, lost], [flow], {flow.id: Verdict.RESERVED}, inside)
    places = picture.of(Column.COUNTRIES)
    assert [node.text for node in places] == ["", "US", "NL"]
    assert places[1].verdict is Verdict.RESERVED
    assert dict(places[1].counts) == {"activities": 1, "recipients": 1, "transfers": 1}
    assert dict(places[2].counts) == {"activities": 1, "recipients": 1, "transfers": 0}
    assert texts(picture, Column.RECIPIENTS) == ["Somewhere", "Cloud Inc.", "Cloud Inc."]


def test_a_third_country_of_the_register_without_a_transfer_says_so():
    picture = register_picture("Us", [], [a_processor(countries=given(("IN",)))], [], {}, inside)
    assert Mark.UNRECORDED in picture.of(Column.COUNTRIES)[0].marks
    assert Mark.UNRECORDED in picture.of(Column.RECIPIENTS)[0].marks


def test_more_recipients_than_can_be_shown_are_counted():
    many = [a_processor(name=f"S{n:02}", countries=given(("FR",))) for n in range(MOST_BEHIND + 3)]
    picture = register_picture("Us", [], many, [], {}, inside)
    last = picture.of(Column.RECIPIENTS)[-1]
    assert last.marks == (Mark.MORE,)
    assert last.counts["recipients"] == 3
    assert len(picture.of(Column.RECIPIENTS)) == MOST_BEHIND + 1


def test_an_empty_register_is_only_the_organisation():
    assert register_picture("Us", [], [], [], {}, inside).columns == (Column.ORGANISATION,)
