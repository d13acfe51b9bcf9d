"""What the register says, before anything is drawn."""

from __future__ import annotations

import pytest

from reports import SHEETS, Sheet
from reports.content import KeyValues
from reports.facts import ActivityFacts, Fact, Many, ProcessorFacts, RecipientFacts

from .samples import LANGUAGES, PaperWords, a_register, all_words, an_activity, an_organisation, given

both_languages = pytest.mark.parametrize("language", LANGUAGES)
(_REGISTER,) = SHEETS


def _print(language: str = "en", **changes: object) -> Sheet:
    return _REGISTER.build(a_register(**changes), PaperWords(language))


@both_languages
def test_each_activity_has_its_part_in_the_order_of_article_30(language: str) -> None:
    words = PaperWords(language)
    part = _print(language).parts[1]
    assert (part.ref, part.title) == ("P-001", "Activity number 1")
    table = part.blocks[0]
    assert isinstance(table, KeyValues)
    items = (
        "controller",
        "purposes",
        "subjects",
        "categories",
        "recipients",
        "transfers",
        "retention",
        "security",
    )
    assert [entry.label for entry in table.rows] == [
        words(f"sheets.register.activity.{item}") for item in items
    ]
    assert [entry.note for entry in table.rows] == [
        words(f"sheets.register.activity.{item}_article") for item in items
    ]


@both_languages
def test_an_empty_activity_says_in_words_that_everything_is_unknown(language: str) -> None:
    sheet = _print(language, activities=(ActivityFacts("P-001", "Nothing known"),))
    table = sheet.parts[1].blocks[0]
    assert isinstance(table, KeyValues)
    unknown = PaperWords(language)("sheets.common.unknown")
    for entry in table.rows[1:]:
        assert any(unknown in value.text and value.tone == "gap" for value in entry.values), entry.label


@both_languages
def test_a_proposed_value_says_in_words_that_it_is_proposed(language: str) -> None:
    activity = an_activity(
        source=Fact("proposed", "the shop"),
        security=Many("proposed", ("locks",)),
        safeguards=Fact("proposed", "clauses"),
    )
    said = all_words(_print(language, activities=(activity,)))
    mark = PaperWords(language)("sheets.common.proposed_mark")
    for value in ("the shop", "locks", "clauses"):
        assert f"{value} – {mark}" in said


def test_none_unknown_and_given_are_three_different_texts() -> None:
    texts = [
        all_words(_print(activities=(an_activity(assessment=fact),)))
        for fact in (Fact(), Fact("none"), given("done"), Fact("proposed", "done"))
    ]
    assert len(set(texts)) == 4


def test_an_unnamed_recipient_is_marked() -> None:
    recipients = Many("given", (RecipientFacts("carriers", named=False),))
    assert "carriers – not named in the source" in all_words(
        _print(activities=(an_activity(recipients=recipients),))
    )


@both_languages
def test_evidence_gaps_processors_and_transfers_are_printed(language: str) -> None:
    said = all_words(_print(language))
    for fact in (
        "kept for thirteen months",
        "Banking data",
        "The contract is missing.",
        "S-001",
        "T-001",
        "Scorefirm Inc.",
    ):
        assert fact in said
    assert PaperWords(language).country("NL") in said


def test_the_cover_counts_what_is_unknown_and_what_is_proposed() -> None:
    quiet = ActivityFacts(
        "P-1", "x", given("a"), (), Many("none"), Many("none"), Many("none"), Fact("none"), (), Fact("none"),
        Many("none"), Fact("none"), Fact("proposed", "b"), Fact(),
    )  # fmt: skip
    said = all_words(_print(activities=(quiet,), processors=(), transfers=()))
    assert "still unknown: 1." in said
    assert "only proposed: 1." in said


@both_languages
def test_an_empty_register_says_so(language: str) -> None:
    words = PaperWords(language)
    said = all_words(_print(language, activities=(), processors=(), transfers=()))
    assert words("sheets.register.activities.none") in said
    assert words("sheets.register.processors.none") in said
    assert words("sheets.register.transfers.none") in said


def test_a_sample_organisation_marks_its_register() -> None:
    assert _print(organisation=an_organisation(is_sample=True)).sample


def test_a_processor_nothing_is_known_of_is_printed_with_its_unknowns() -> None:
    said = all_words(_print(processors=(ProcessorFacts("hosting partners", named=False),)))
    assert "hosting partners" in said
    assert "The source gives no name" in said
