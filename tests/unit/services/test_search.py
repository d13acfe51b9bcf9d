"""One search over all that has a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.desks import ZOE, a_processor, a_request, a_transfer, an_activity


def pages(desk, text):
    return [found.page for found in desk.search.search(text)]


def test_records_of_every_kind_are_found_by_a_part_of_their_name(desk):
    case = desk.cases.open_case(a_request(person=replace(ZOE, name="Zoé Ligne"))).case.id
    desk.register.activities.save(None, an_activity(name="Ligne directe"))
    desk.register.processors.save(None, a_processor(name="LIGNE SA"))
    desk.register.transfers.save(None, a_transfer(importer="Lígne Inc."))
    paper = desk.papers.finish(case, desk.papers.compose(case, "acknowledgement", "fr").letter)
    assert pages(desk, "ligne") == ["requests", "register", "processors", "transfers", "papers"]
    assert [(found.record, found.title, found.detail) for found in desk.search.search("  ZOE   lig ")] == [
        (case, "Zoé Ligne", "R-2026-0001"),
        (paper.id, paper.title, "L-2026-0001"),
    ]
    assert pages(desk, "r-2026-0001") == ["requests", "papers"]


def test_a_blank_search_finds_nothing(desk):
    desk.cases.open_case(a_request())
    assert [desk.search.search(text) for text in ("", "   ", "\n\t")] == [()] * 3


@pytest.mark.parametrize(
    "text",
    ["%", "_", "*", '"', "'", "''; --", '"a" OR "b"', "NEAR(a b)", "a AND", "-zoé", "zo*", "(", "\\", "name:zoé",
     "\x00", "\ud800", "\u202e", "🦄", "a" * 100_000, "zoé\x00"],
)  # fmt: skip
def test_signs_with_a_meaning_elsewhere_are_only_signs(desk, text):
    desk.cases.open_case(a_request())
    assert pages(desk, text) in ([], ["requests"])


def test_signs_are_found_as_they_are(desk):
    for name in ("100% Zoé", "Zoé_B", 'Zoé "Zo"', "Zoé’s <b>"):
        desk.cases.open_case(a_request(person=replace(ZOE, name=name)))
    for text, name in (("100%", "100% Zoé"), ("é_b", "Zoé_B"), ('"zo"', 'Zoé "Zo"'), ("<b>", "Zoé’s <b>")):
        assert [found.title for found in desk.search.search(text)] == [name]


def test_few_of_each_kind_are_shown(desk):
    for number in range(10):
        desk.register.processors.save(None, a_processor(name=f"Same {number}"))
    assert len(desk.search.search("same")) == 8


def test_a_corrected_name_is_found_and_the_old_one_no_more(desk):
    case = desk.cases.open_case(a_request()).case.id
    desk.cases.save_person(case, replace(ZOE, name="Yaël Nouvelle", email="", customer_reference=""))
    assert pages(desk, "yael") == ["requests"]
    assert pages(desk, "zoé") == []
