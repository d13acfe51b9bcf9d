"""Registers and sheets are composed from the records as of a day, and archived byte for byte."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from pypdf import PdfReader

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.paper import PaperKind
from dpo_desk.domain.record import RecordStatus
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.library.catalogues import shipped_terms
from dpo_desk.library.wording import wording
from dpo_desk.services.bulk import BulkChange
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.register_papers import (
    ACTIVITY,
    CLIENT_EXCERPT,
    PROCESSOR,
    QUESTIONNAIRE,
    TRANSFERS,
    WEEK_LIST,
    SheetOrder,
)
from dpo_desk.services.register_selection import RegisterOrder
from tests.desks import a_client, a_processor, a_request, a_transfer, an_activity, given

FR, EN = RegisterOrder(language="fr"), RegisterOrder(language="en")


def broken(call, *arguments):
    with pytest.raises(RuleBroken) as caught:
        call(*arguments)
    return caught.value


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def printed(desk, order):
    """The text of a paper, read from its finished file."""
    return text_of(desk.register_papers.preview(desk.register_papers.compose(order)).pdf)


def flat(text):
    return " ".join(text.split())


# --- archiving -------------------------------------------------------------------------------------------------------


def test_a_register_is_archived_under_a_number_of_its_own_kind(desk):
    desk.register.activities.save(None, an_activity(name="Envoi <b>&</b> suivi"))
    papers = [desk.register_papers.finish(order) for order in (FR, EN)]
    assert [paper.number for paper in papers] == ["A-2026-0001", "A-2026-0002"]
    assert all(paper.kind is PaperKind.REGISTER and paper.case is paper.person is None for paper in papers)
    desk.reopened()
    pdf = desk.papers.pdf(papers[0].id)
    assert hashlib.sha256(pdf).hexdigest() == papers[0].sha256
    assert "Envoi <b>&</b> suivi" in text_of(pdf)
    assert set(desk.papers.ids(ListQuery(chips=frozenset({"registers"})))) == {paper.id for paper in papers}


def test_nothing_is_printed_before_it_is_known_whose_register_it_is(empty):
    assert broken(empty.register_papers.finish, FR).rule == "no_organisation"


def test_a_language_the_program_does_not_write_is_refused(desk):
    assert broken(desk.register_papers.compose, RegisterOrder(language="tlh")).rule == "no_such_language"


def test_characters_no_font_has_are_named_and_nothing_is_archived(desk):
    desk.register.activities.save(None, an_activity(name="Orders 🦊"))
    refused = broken(desk.register_papers.finish, EN)
    assert (refused.rule, refused.params["characters"]) == ("missing_glyphs", "🦊")
    assert desk.papers.ids(ListQuery()) == ()


def test_an_empty_register_can_be_printed(desk):
    assert desk.register_papers.finish(FR).pages >= 1


@pytest.mark.parametrize(
    ("sheet", "kind", "typed"),
    [
        (ACTIVITY, "activities", an_activity),
        (PROCESSOR, "processors", a_processor),
        (TRANSFERS, "transfers", a_transfer),
        (CLIENT_EXCERPT, "clients", a_client),
        (QUESTIONNAIRE, "processors", a_processor),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_sheet_of_one_record_is_archived_with_a_title_that_names_nobody(
    desk, sheet, kind, typed, language
):
    name = "Zephyrine Quillfeather"
    field = "importer" if kind == "transfers" else "name"
    record = getattr(desk.register, kind).save(None, typed(**{field: name})).record
    paper = desk.register_papers.finish(SheetOrder(sheet=sheet, language=language, records=(record.id,)))
    pdf = desk.papers.pdf(paper.id)
    assert name in flat(text_of(pdf))
    assert paper.template == sheet
    for title in (paper.title, PdfReader(io.BytesIO(pdf)).metadata.title):
        assert "Zephyrine" not in title


def test_a_sheet_of_a_record_that_is_gone_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.register_papers.compose(SheetOrder(sheet=ACTIVITY, language="en", records=("0" * 32,)))


# --- what they hold --------------------------------------------------------------------------------------------------


def test_drafts_and_archived_records_are_in_or_out_and_the_cover_says_so(desk):
    for name, status in (("Kept one", "active"), ("Drafted one", "draft"), ("Old one", "archived")):
        desk.register.activities.save(None, an_activity(name=name, status=status))
    usual = printed(desk, EN)
    assert "Kept one" in usual
    assert "Drafted one" in usual
    assert "Old one" not in usual
    assert "Processing activities: 2 of 3; not here: 1 archived" in flat(usual)
    strict = printed(desk, RegisterOrder(language="en", drafts=False))
    assert "Drafted one" not in strict
    whole = printed(desk, RegisterOrder(language="en", archived=True))
    assert "Old one" in whole


def test_only_the_chosen_records_are_printed(desk):
    chosen = desk.register.activities.save(None, an_activity(name="Chosen one")).record
    desk.register.activities.save(None, an_activity(name="Other one"))
    text = printed(desk, RegisterOrder(language="en", chosen=frozenset({chosen.id})))
    assert "Chosen one" in text
    assert "Other one" not in text


def test_the_register_is_printed_as_it_stood_on_a_day(desk, clock):
    clock.go_to(2026, 3, 2)
    first = desk.register.activities.save(None, an_activity(name="First name")).record
    clock.go_to(2026, 4, 2)
    desk.register.activities.save(first.id, {**an_activity(name="Second name")}, first.version)
    desk.register.activities.save(None, an_activity(name="Later one"))
    then = printed(desk, RegisterOrder(language="en", as_of=date(2026, 3, 15)))
    assert "First name" in then
    assert "Second name" not in then
    assert "Later one" not in then
    assert "as of 15 March 2026" in flat(then)
    assert "Second name" in printed(desk, EN)


def test_what_is_saved_at_midnight_is_of_the_next_day_as_in_the_register_itself(desk, clock):
    clock.go_to(2026, 3, 2)
    desk.register.activities.save(None, an_activity(name="By day"))
    clock.go_to(2026, 3, 2, 23)  # midnight in Paris
    desk.register.activities.save(None, an_activity(name="At midnight"))
    clock.go_to(2026, 3, 9)
    paper = printed(desk, RegisterOrder(language="en", as_of=date(2026, 3, 2)))
    assert "By day" in paper
    assert "At midnight" not in paper
    assert [each.name for each in desk.register.as_of(date(2026, 3, 2)).activities] == ["By day"]


def test_a_day_before_the_first_version_is_refused(desk):
    desk.register.activities.save(None, an_activity())
    order = RegisterOrder(language="en", as_of=date(2020, 1, 1))
    assert broken(desk.register_papers.compose, order).rule == "register_not_kept_then"


def test_a_day_that_is_still_to_come_is_refused(desk):
    order = RegisterOrder(language="en", as_of=date(2026, 3, 3))
    assert broken(desk.register_papers.compose, order).rule == "register_not_yet"


def test_a_record_in_the_trash_is_not_printed(desk):
    activity = desk.register.activities.save(None, an_activity(name="Thrown away")).record
    desk.register.activities.trash([activity.id])
    assert "Thrown away" not in printed(desk, EN)


def test_shipped_terms_are_printed_in_the_language_of_the_paper(desk):
    english, french = (shipped_terms(TermKind.DATA_SUBJECT, language) for language in ("en", "fr"))
    name = next(each for each in english if english[each].text != french[each].text)
    desk.register.activities.save(None, an_activity(data_subjects=given(f"{english[name].text}\nEtranges")))
    text = flat(printed(desk, FR))
    assert french[name].text in text
    assert english[name].text not in text
    assert "Etranges" in text


# --- the excerpt for one client --------------------------------------------------------------------------------------

HOSTILE = (
    "Kundin-B <b>GmbH</b>",
    "Zweite & Töchter {name}",
    "client b",
    "%s %(name)s {0}",
)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_excerpt_for_one_client_carries_nothing_of_the_others(desk, language):
    clients = desk.register.clients
    own = clients.save(None, a_client(name="Erste AG")).record
    secrets = []
    for number, name in enumerate(HOSTILE):
        mark = f"geheim{number}"
        secrets += [mark, name]
        other = clients.save(
            None,
            a_client(
                name=name,
                tags=f"tag{mark}",
                contact=given(f"contact{mark}"),
                dpo=given(f"dpo{mark}"),
                processing=given([{"name": f"work{mark}"}]),
                instructions=given(f"orders{mark}"),
            ),
        ).record
        desk.register.transfers.save(
            None, a_transfer(importer=f"importer{mark}", client=other.id, note=f"note{mark}")
        )
    activity = desk.register.activities.save(None, an_activity(name="geheim own activity")).record
    desk.register.transfers.save(
        None, a_transfer(importer="Shared Inc.", client=own.id, activity=activity.id)
    )
    order = SheetOrder(sheet=CLIENT_EXCERPT, language=language, records=(own.id,))
    pdf = desk.register_papers.preview(desk.register_papers.compose(order)).pdf
    text = flat(text_of(pdf))
    assert "Erste AG" in text
    assert "Shared Inc." in text
    assert [secret for secret in [*secrets, "geheim"] if secret in text] == []
    reader = PdfReader(io.BytesIO(pdf))
    everything = (
        str(reader.metadata) + str(reader.outline) + "".join(str(o) for o in reader.named_destinations)
    )
    assert "geheim" not in everything


@pytest.mark.parametrize("sheet", [CLIENT_EXCERPT, QUESTIONNAIRE])
@pytest.mark.parametrize("records", [(), ("1" * 32, "2" * 32)])
def test_what_goes_to_one_organisation_for_several_is_a_mistake_of_the_program(desk, sheet, records):
    with pytest.raises(ValueError, match="one organisation"):
        desk.register_papers.compose(SheetOrder(sheet=sheet, language="en", records=records))


def test_the_excerpt_tells_the_client_no_verdict_of_ours(desk):
    client = desk.register.clients.save(None, a_client(name="Erste AG")).record
    desk.register.transfers.save(None, a_transfer(importer="Far Inc.", country=given("KE"), client=client.id))
    verdict = wording("en")("law.chapter_v.verdict.not_valid")
    excerpt = flat(printed(desk, SheetOrder(sheet=CLIENT_EXCERPT, language="en", records=(client.id,))))
    assert "Far Inc." in excerpt
    assert verdict not in excerpt
    assert verdict in flat(printed(desk, EN))


# --- the questionnaire -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_questionnaire_asks_every_item_and_tells_nothing_we_know(desk, language):
    processor = desk.register.processors.save(
        None, a_processor(name="Packer Ltd", risk=given("they leak"), to_clarify="ask about the breach")
    ).record
    text = flat(printed(desk, SheetOrder(sheet=QUESTIONNAIRE, language=language, records=(processor.id,))))
    assert "Packer Ltd" in text
    assert [f"D{n:02}" for n in range(1, 29) if f"D{n:02}" not in text] == []
    assert text.count("☐") >= 28 * 3
    assert "they leak" not in text
    assert "ask about the breach" not in text


def test_the_archived_status_set_for_many_shows_in_the_next_register(desk):
    saved = [desk.register.activities.save(None, an_activity(name=f"Number {n}")).record.id for n in range(3)]
    desk.register.activities.change(saved[:2], BulkChange(status=RecordStatus.ARCHIVED))
    assert "1 of 3" in flat(printed(desk, EN))


# --- the list of the week --------------------------------------------------------------------------------------------


def test_the_list_of_the_week_names_what_presses_by_reference_and_no_person(desk):
    desk.cases.open_case(a_request(received="2026-01-30"))
    desk.cases.open_case(a_request(received="2026-03-02"))  # due in a month
    desk.register.processors.save(
        None, a_processor(name="Adyen", review={"next_on": "2026-03-05", "every_months": ""})
    )
    order = SheetOrder(sheet=WEEK_LIST, language="en")
    text = flat(printed(desk, order))
    for word in ("R-2026-0001", "of access", "due 2 March 2026", "by 27 February 2026", "Adyen", "Due today"):
        assert word in text
    for word in ("Zoé", "Fictive", "R-2026-0002"):
        assert word not in text
    paper = desk.register_papers.finish(order)
    assert (paper.template, paper.case, paper.person) == ("week_list", None, None)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_week_without_anything_says_so(desk, language):
    text = flat(printed(desk, SheetOrder(sheet=WEEK_LIST, language=language)))
    assert wording(language)("sheets.week_list.nothing") in text
