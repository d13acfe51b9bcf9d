"""What the register says, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from dpo_desk.domain.activity import (
    Activity,
    DataCategory,
    LegalBasis,
    Purpose,
    Recipient,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.facts import given, none, proposed, unknown
from dpo_desk.domain.ids import ActivityId, ClientId, ProcessorId, TransferId
from dpo_desk.domain.processor import Clause, ClauseState, Processor, ProcessorRole, SubProcessor
from dpo_desk.domain.record import RecordKind, RecordStatus
from dpo_desk.domain.version import Validation
from dpo_desk.library.wording import wording
from reports.content import KeyValues, Sheet, Table

from .registers import (
    DAY,
    ORGANISATION,
    a_client,
    a_gap,
    a_processor,
    a_transfer,
    an_activity,
    facts,
    records,
    sheet,
)
from .samples import LANGUAGES, all_words, every_text

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def said(language: str = "en", **changes: Any) -> str:
    return all_words(sheet(language=language, **changes))


def of_activity(language: str = "en", **changes: Any) -> Sheet:
    return sheet(language=language, register=records(activities=(an_activity(**changes),)))


# --- activities ---------------------------------------------------------------------------------------------------


@both_languages
def test_each_activity_has_its_part_in_the_order_of_article_30(language: str) -> None:
    words = wording(language)
    part = sheet(language=language).parts[1]
    assert (part.ref, part.title) == ("P-001", "Payment")
    table = part.blocks[0]
    assert isinstance(table, KeyValues)
    items = (
        "controller", "purposes", "data_subjects", "categories", "recipients", "transfers", "retention", "security",
    )  # fmt: skip
    assert [entry.label for entry in table.rows] == [words(f"sheets.activity.{item}") for item in items]
    assert [entry.note for entry in table.rows] == [
        words(f"sheets.activity.{item}_article") for item in items
    ]
    letters = [entry.note.partition("30(1)(")[2][0] for entry in table.rows]
    assert letters == sorted(letters)


@both_languages
def test_an_empty_activity_says_in_words_that_everything_is_unknown(language: str) -> None:
    empty = Activity(id=ActivityId("1" * 32), ref="P-002", name="Nothing known")
    table = sheet(language=language, register=records(activities=(empty,))).parts[1].blocks[0]
    assert isinstance(table, KeyValues)
    for entry in table.rows[1:]:
        shown = [value for value in entry.values if wording(language)("sheets.common.unknown") in value.text]
        assert shown, entry.label
        assert all(value.tone == "gap" for value in shown)


@both_languages
def test_a_proposed_value_says_in_words_that_it_is_proposed(language: str) -> None:
    shown = all_words(
        of_activity(
            language,
            source=proposed("the shop"),
            security=proposed(("locks", "keys")),
            safeguards=proposed("clauses"),
            purposes=(Purpose(text="x", basis=proposed(LegalBasis.CONTRACT)),),
        )
    )
    mark = wording(language)("sheets.common.proposed_mark")
    for value in ("the shop", "locks", "keys", "clauses", wording(language)("law.basis.6-1-b")):
        assert f"{value} – {mark}" in shown


@pytest.mark.parametrize(
    "field", ["dpia", "rights", "source", "security", "categories", "recipients", "transfers"]
)
def test_none_unknown_proposed_and_given_are_four_different_texts(field: str) -> None:
    value: Any = {
        "security": ("a",), "categories": (DataCategory(name="a"),), "recipients": (Recipient(name="a"),),
    }.get(field, "a")  # fmt: skip
    texts = {
        all_words(of_activity(**{field: fact})) for fact in (unknown(), none(), given(value), proposed(value))
    }
    assert len(texts) == 4


def test_what_nobody_asks_for_is_not_said_to_be_unknown() -> None:
    contract = all_words(of_activity(purposes=(Purpose(text="x", basis=given(LegalBasis.CONTRACT)),)))
    interests = all_words(
        of_activity(purposes=(Purpose(text="x", basis=given(LegalBasis.LEGITIMATE_INTERESTS)),))
    )
    assert "Legitimate interests assessment" not in contract
    assert "Legitimate interests assessment" in interests


@pytest.mark.parametrize(
    ("basis", "asked"),
    [(LegalBasis.CONTRACT, False), (LegalBasis.PUBLIC_TASK, True), (LegalBasis.LEGITIMATE_INTERESTS, True)],
)
def test_how_to_object_is_unknown_only_where_a_person_can_object(basis: LegalBasis, asked: bool) -> None:
    told = all_words(of_activity(purposes=(Purpose(text="x", basis=given(basis)),)))
    assert ("Right to object" in told) is asked


def test_what_is_unknown_of_several_categories_is_told_once_with_their_names() -> None:
    categories = (
        DataCategory(name="Names", provision=none(), source=none(), special=none(), criminal=none()),
        DataCategory(name="Cards"),
        DataCategory(name="Phones"),
    )
    lines = [
        line
        for line in all_words(of_activity(categories=given(categories))).split("\n")
        if "Cards and" in line
    ]
    assert any("to be completed for Cards and Phones: Mandatory or optional" in line for line in lines)


def test_a_length_without_a_trigger_is_not_taken_for_a_whole_one() -> None:
    period = RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="")
    category = DataCategory(name="Names", retention=given(Retention(periods=(period,))))
    assert "3 years, from an event still to be named" in all_words(of_activity(categories=given((category,))))


def test_categories_that_are_kept_equally_long_share_a_line() -> None:
    limit = given(Retention(rule="until the contract ends"))
    categories = tuple(DataCategory(name=name, retention=limit) for name in ("Names", "Cards"))
    assert "Names and Cards: until the contract ends" in all_words(of_activity(categories=given(categories)))


def test_an_unnamed_recipient_is_marked() -> None:
    recipients = given((Recipient(name="carriers", named=False),))
    assert "not named in the source" in all_words(of_activity(recipients=recipients))


def test_a_transfer_stands_in_the_sheet_of_its_activity_with_its_verdict() -> None:
    part = sheet().parts[1]
    assert "T-001  Scorefirm Inc." in "\n".join(v.text for v in _values(part.blocks[0]))
    assert wording("en")("law.chapter_v.verdict.not_valid") in all_words(sheet())


@both_languages
def test_evidence_gaps_and_notes_are_printed(language: str) -> None:
    shown = said(
        language,
        register=records(activities=(an_activity(to_clarify="Who keeps the keys?"),)),
        gaps=(a_gap("a" * 32),),
    )
    for fact in ("kept for thirteen months", "Banking data", "Who keeps the keys?"):
        assert fact in shown
    assert wording(language)("gaps.purposes_missing") in shown


def test_what_was_found_missing_today_is_not_said_of_a_day_that_is_past() -> None:
    shown = said(gaps=(a_gap("a" * 32),), as_of=date(2027, 1, 1))
    assert wording("en")("gaps.purposes_missing") not in shown


def test_version_change_and_validation_are_told() -> None:
    validation = Validation(kind=RecordKind.ACTIVITY, record="a" * 32, version=2, on=DAY, by="Élodie Modèle")
    shown = said(validations=(validation,))
    assert "version 2" in shown
    assert "Validated on 3 March 2027 by Élodie Modèle" in shown
    assert "changed since" not in shown
    later = records(activities=(an_activity(version=3),))
    assert "by Élodie Modèle; changed since" in said(register=later, validations=(validation,))
    assert "Not validated yet" in said()


# --- clients, processors ------------------------------------------------------------------------------------------


def test_the_register_as_processor_follows_article_30_2() -> None:
    (part,) = [part for part in sheet().parts if part.ref == "C-001"]
    table = part.blocks[0]
    assert isinstance(table, KeyValues)
    letters = [entry.note.partition("30(2)(")[2][0] for entry in table.rows]
    assert letters == ["a", "a", "b", "c", "d"]


def test_a_checklist_nobody_began_is_one_line_and_one_that_was_begun_is_a_table() -> None:
    shown = said()
    assert "None of the 28 items has been checked" in shown
    clause = Clause(item="D05", state=ClauseState.YES, clause="§ 4", note="five years")
    begun = sheet("processor", register=records(processors=(a_processor(clauses=(clause,)),)))
    (table,) = [block for block in begun.parts[0].blocks if isinstance(block, Table)]
    assert len(table.rows) == 28
    assert [cell.text for cell in table.rows[4]][2:] == ["Yes", "§ 4 · five years"]


def test_nobody_asks_a_controller_of_its_own_for_a_contract_of_article_28() -> None:
    shop = a_processor(role=given(ProcessorRole.CONTROLLER), subprocessors=unknown())
    assert "items has been checked" not in said(register=records(processors=(shop,)))


def _chain(*names: str) -> tuple[Processor, ...]:
    """Processors of which each engages the next, and the last the first."""
    ids = [ProcessorId(f"{n:032x}") for n in range(len(names))]
    pairs = pairwise([*zip(names, ids, strict=True), (names[0], ids[0])])
    return tuple(
        Processor(
            id=own, ref=f"S-{own[-3:]}", name=name,
            subprocessors=given((SubProcessor(name=other, processor=next_id),)),
        )
        for (name, own), (other, next_id) in pairs
    )  # fmt: skip


def test_the_tree_behind_a_processor_ends_where_it_closes() -> None:
    shown = said(register=records(processors=_chain("A", "B", "C")))
    assert "B → C → A" in shown
    assert "stands further up already" in shown


def test_a_chain_of_a_thousand_processors_is_told_too() -> None:
    chain = _chain(*(f"Firm {n}" for n in range(1000)))
    (first,) = facts(records(processors=chain[:1])).processors
    assert len(first.branches) == 1
    whole = facts(records(activities=(), clients=(), processors=chain)).processors
    assert len(whole[0].branches) == 1000


# --- cover --------------------------------------------------------------------------------------------------------


@both_languages
def test_the_cover_says_what_was_left_out(language: str) -> None:
    activities = (
        an_activity(),
        an_activity(id=ActivityId("1" * 32), ref="P-002", status=RecordStatus.DRAFT),
        an_activity(id=ActivityId("2" * 32), ref="P-003", status=RecordStatus.ARCHIVED),
        an_activity(id=ActivityId("3" * 32), ref="P-004"),
    )
    order: dict[str, Any] = {
        "books": frozenset({"controller"}),
        "chosen": frozenset({"a" * 32, "1" * 32, "2" * 32}),
        "drafts": False,
    }
    made = sheet(language=language, register=records(activities=activities), **order)
    assert made.cover is not None
    words, cover = wording(language), all_words_of(made.cover)
    told = words("sheets.cover.shown_of", shown=1, total=4)
    assert told in cover
    for why in ("drafts", "archived", "others"):
        assert words(f"sheets.cover.why.{why}", count=1) in cover
    assert words("sheets.cover.other_book.processor") in cover
    assert [part.ref for part in made.parts if part.ref.startswith("P")] == ["P-001"]


@both_languages
def test_the_cover_of_a_whole_register_says_that_nothing_was_left_out(language: str) -> None:
    made = sheet(language=language)
    assert made.cover is not None
    assert wording(language)("sheets.cover.nothing_left_out") in all_words_of(made.cover)
    assert "Exemple Holding" in all_words_of(made.cover)


def test_the_cover_counts_what_is_unknown_and_what_is_proposed() -> None:
    fields = {field: none() for field in Activity.__dataclass_fields__ if _is_fact(field)}
    quiet = an_activity(**{**fields, "purposes": (), "owner": unknown(), "dpia": proposed("not needed")})
    nothing = records(activities=(quiet,), clients=(), processors=(), transfers=())
    shown = said(register=nothing, books=frozenset({"controller"}))
    assert "still unknown: 1." in shown
    assert "only proposed: 1." in shown


@both_languages
def test_an_empty_register_says_so(language: str) -> None:
    words = wording(language)
    shown = said(language, register=records(activities=(), clients=(), processors=(), transfers=()))
    for kind in ("activities", "clients", "processors", "transfers"):
        assert words(f"sheets.register.none.{kind}") in shown


def test_a_sample_organisation_marks_its_register() -> None:
    assert sheet(organisation=replace(ORGANISATION, is_sample=True)).sample


def test_a_day_that_is_past_is_told_with_the_day_of_printing() -> None:
    shown = said(as_of=date(2027, 1, 31))
    assert "as of 31 January 2027" in shown
    assert "Printed on 3 March 2027." in shown


# --- the list of transfers ----------------------------------------------------------------------------------------


def test_the_list_of_transfers_gives_each_with_its_tool_and_verdict_in_one_line() -> None:
    flows = (
        a_transfer(),
        a_transfer(id=TransferId("e" * 32), ref="T-002", tool=proposed("scc-2"), country=unknown()),
    )
    (table,) = [
        block
        for block in sheet("transfers", register=records(transfers=flows)).parts[0].blocks
        if isinstance(block, Table)
    ]
    (first, second) = ([cell.text for cell in row] for row in table.rows)
    assert first[:3] == ["T-001", "Scorefirm Inc.", "United States"]
    assert first[4]
    assert "Unknown" in second[2]
    assert "proposed by the DPO" in second[3]


# --- selection ----------------------------------------------------------------------------------------------------


def test_processors_and_transfers_follow_the_records_shown() -> None:
    other = a_processor(id=ProcessorId("e" * 32), ref="S-002", name="Other’s processor")
    nobody = a_processor(id=ProcessorId("f" * 32), ref="S-003", name="Nobody’s processor")
    activities = (
        an_activity(),
        an_activity(
            id=ActivityId("1" * 32), ref="P-002", recipients=given((Recipient(name="x", processor=other.id),))
        ),
    )
    flows = (a_transfer(), a_transfer(id=TransferId("e" * 32), ref="T-002", activity=ActivityId("1" * 32)))
    register = records(activities=activities, processors=(a_processor(), other, nobody), transfers=flows)
    chosen = facts(register, chosen=frozenset({"a" * 32}))
    assert [each.ref for each in chosen.processors] == ["S-001"]
    assert [each.ref for each in chosen.transfers] == ["T-001"]
    assert [each.ref for each in facts(register).processors] == ["S-001", "S-002", "S-003"]
    assert [each.ref for each in facts(register).transfers] == ["T-001", "T-002"]


def test_the_register_as_controller_names_no_client() -> None:
    register = records(clients=(a_client(name="Secret client"),))
    shown = said(register=register, books=frozenset({"controller"}))
    assert "Secret client" not in shown
    assert "Secret client" in said(register=register)


def test_a_transfer_for_a_client_that_is_not_shown_gives_its_reference_only() -> None:
    flow = a_transfer(client=ClientId("c" * 32))
    register = records(clients=(a_client(name="Secret client"),), transfers=(flow,))
    shown = said(register=register, books=frozenset({"controller"}))
    assert "Secret client" not in shown
    assert "C-001" in shown


# --- reading helpers ----------------------------------------------------------------------------------------------


def all_words_of(value: Any) -> str:
    return "\n".join(every_text(value))


def _values(block: Any) -> list[Any]:
    assert isinstance(block, KeyValues)
    return [value for entry in block.rows for value in entry.values]


def _is_fact(field: str) -> bool:
    return str(Activity.__dataclass_fields__[field].type).startswith("Fact")
