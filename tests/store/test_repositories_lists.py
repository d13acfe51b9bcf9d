"""Lists of requests, persons and papers: chips, order and search, also with text that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dpo_desk.domain.case import CaseState, Extension
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.paper import PaperKind
from dpo_desk.services.ports import ListQuery
from dpo_desk.store.base import folded, in_order
from tests.builders import MOMENT, PDF, a_case, a_paper, a_person, a_processor, an_activity
from tests.store.desk import a_desk, raw, saved

TODAY = date(2026, 6, 15)
HOSTILE = [
    '"', '""', "*", '"*', "-", "--", "%", "_", "\\", "'", "';--", "NEAR(", "NEAR(a b)", "a OR b", "AND", "NOT x", "^a",
    "{words}:x", "words : x", "rowid:1", "(((", ")", "+", "a*", "\0", "\0\0\0", "\ud800", "ab\udfffcd", "%%%", "___",
    "' OR 1=1 --", "search_index", "x" * 100_000, "a " * 100_000, "👩🏽‍⚖️", "\u0301\u0301\u0301", "\u200b\u200b", "ﷺ",
]  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    desk = a_desk(tmp_path)
    yield desk
    desk.close()


def ids(desk, text="", chips=(), **query):
    with desk.work(read_only=True) as unit:
        return unit.cases.ids(ListQuery(text=text, chips=frozenset(chips), **query))


class TestRequests:
    @pytest.fixture
    def cases(self, desk):
        """Requests in every state, with due dates from early to late."""
        zoe, emile = (
            a_person(name="Zoé Ångström"),
            a_person(name="émile Œuvrard", email="e.o@fictive.example"),
        )
        saved(desk, zoe, emile)
        done = TODAY - timedelta(days=3)
        cases = {
            "late": a_case(person=zoe.id, due=TODAY - timedelta(days=1), received=date(2026, 5, 2)),
            "today": a_case(person=zoe.id, due=TODAY),
            "later": a_case(person=emile.id, due=TODAY + timedelta(days=9), received=date(2026, 6, 1)),
            "extended": a_case(
                person=emile.id,
                due=TODAY + timedelta(days=40),
                extension=Extension(notice_sent=date(2026, 6, 2), reason="many"),
            ),
            "waiting": a_case(person=zoe.id, state=CaseState.IDENTITY, due=None, prudent=None),
            "answered": a_case(
                person=zoe.id, state=CaseState.ANSWERED_FULLY, answered_on=done, due=TODAY - timedelta(40)
            ),
            "closed": a_case(person=emile.id, state=CaseState.CLOSED, received=date(2025, 1, 1)),
        }
        saved(desk, *cases.values())
        return {name: case.id for name, case in cases.items()}

    def named(self, cases, found):
        return [{uid: name for name, uid in cases.items()}[each] for each in found]

    def test_the_list_begins_with_what_is_most_urgent_and_ends_with_what_is_done(self, desk, cases):
        order = ["late", "today", "later", "extended", "waiting", "answered", "closed"]
        assert self.named(cases, ids(desk)) == order
        with desk.work(read_only=True) as unit:
            assert self.named(cases, (line.id for line in unit.cases.open_by_due())) == order[:5]

    @pytest.mark.parametrize(
        ("chips", "names"),
        [
            (["open"], {"late", "today", "later", "extended", "waiting"}),
            (["late"], {"late"}),
            (["waiting"], {"waiting"}),
            (["extended"], {"extended"}),
            (["ended"], {"answered", "closed"}),
            (["open", "late"], {"late"}),
            (["waiting", "ended"], {"waiting", "answered", "closed"}),
            (["closed", "late"], set()),
        ],
    )
    def test_chips_choose(self, desk, cases, chips, names):
        assert set(self.named(cases, ids(desk, chips=chips, today=TODAY))) == names

    def test_the_chip_of_late_requests_needs_to_know_the_day(self, desk):
        with pytest.raises(ValueError, match="today"):
            ids(desk, chips=["late"])

    def test_a_missing_due_date_comes_last_either_way(self, desk, cases):
        up = self.named(cases, ids(desk, sort="due"))
        down = self.named(cases, ids(desk, sort="due", descending=True))
        assert up[0] == "closed"
        assert down[0] == "extended"
        assert up[-1] == down[-1] == "waiting"

    def test_names_are_sorted_without_case_and_accents(self, desk, cases):
        found = self.named(cases, ids(desk, sort="person"))
        assert set(found[:3]) == {"later", "extended", "closed"}
        assert found[3:] == self.named(cases, ids(desk, "angstrom", sort="person"))

    def test_states_are_sorted_by_their_course(self, desk, cases):
        found = self.named(cases, ids(desk, sort="state"))
        assert found[4:] == ["waiting", "answered", "closed"]

    def test_a_request_is_found_by_any_part_of_reference_or_person(self, desk, cases):
        with desk.work(read_only=True) as unit:
            ref = unit.cases.get(cases["late"]).ref
        assert ids(desk, ref) == ids(desk, ref[3:].lower()) == (cases["late"],)
        assert set(self.named(cases, ids(desk, "oeuvr"))) == {"later", "extended", "closed"}
        assert ids(desk, "ŒUVR") == ids(desk, "OEUVR") == ids(desk, "e.o@fict") == ids(desk, "émil")
        assert ids(desk, f"angstrom {ref[-3:]}") == (cases["late"],)
        assert ids(desk, "angstrom oeuvrard") == ()

    @pytest.mark.parametrize("text", ["é", "ng", "RD"])
    def test_short_words_are_found_too(self, desk, cases, text):
        assert 0 < len(ids(desk, text)) < 8

    def test_a_renamed_person_moves_in_list_and_search(self, desk, cases):
        with desk.work() as unit:
            case = unit.cases.get(cases["later"])
            person = unit.people.get(case.person)
            unit.people.save(replace(person, name="Aaron Zzyzx"))
            unit.commit()
        assert self.named(cases, ids(desk, sort="person"))[0] in {"later", "extended", "closed"}
        assert set(self.named(cases, ids(desk, "zzyz"))) == {"later", "extended", "closed"}
        assert ids(desk, "oeuvrard") == ()
        with desk.work(read_only=True) as unit:
            assert unit.cases.lines([cases["later"]])[0].person == "Aaron Zzyzx"

    def test_the_line_tells_what_the_list_shows(self, desk):
        person = a_person(name="Łukasz Ĉapek")
        case = a_case(
            person=person.id,
            rights=("erasure", "access"),
            acknowledged_on=date(2026, 3, 3),
            extend_by=date(2026, 4, 2),
        )
        saved(desk, person, case)
        with desk.work(read_only=True) as unit:
            (line,) = unit.cases.lines([case.id])
        assert (line.person, line.rights) == ("Łukasz Ĉapek", ("erasure", "access"))
        assert (line.received, line.due, line.prudent) == (case.received, case.due, case.prudent)
        assert (line.state, line.extended, line.regime) == ("received", False, "eu-gdpr")
        assert (line.acknowledge_by, line.extend_by) == (None, case.extend_by)

    def test_the_requests_of_a_person_come_newest_first(self, desk, cases):
        with desk.work(read_only=True) as unit:
            zoe = unit.cases.get(cases["late"]).person
            received = [case.received for case in unit.cases.of_person(zoe)]
        assert len(received) == 4
        assert received == sorted(received, reverse=True)


class TestHostileText:
    @pytest.fixture
    def desk(self, desk):
        person = a_person(name='100% "quoted" O\'Neill_a* NEAR(x) \\ back', email="")
        saved(desk, person, a_case(person=person.id, ref="R-2026-0001"), a_person(name="Other", email=""))
        saved(desk, an_activity(), a_processor())
        return desk

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_no_text_is_an_error(self, desk, text):
        with desk.work(read_only=True) as unit:
            kept = (unit.activities, unit.clients, unit.processors, unit.transfers)
            for records in (unit.cases, unit.papers, *kept):
                records.ids(ListQuery(text=text))
            for records in kept:
                chips = frozenset(f"{head}:{text}" for head in ("tag", "owner", "rule", "check"))
                assert records.ids(ListQuery(chips=chips)) == ()
            unit.people.like(text)

    @pytest.mark.parametrize("text", ["0%", '"q', "_a*", "near(", "\\", "'n", "(x)", '"quoted"', "%", "*"])
    def test_signs_of_the_query_language_are_only_signs(self, desk, text):
        with desk.work(read_only=True) as unit:
            assert [person.name[:4] for person in unit.people.like(text)] == ["100%"]

    @pytest.mark.parametrize("text", ["100_", "qu%ed", "near(x or", "o*neill", "quot*", "_", "-quoted"])
    def test_and_stand_for_nothing_else(self, desk, text):
        with desk.work(read_only=True) as unit:
            found = unit.people.like(text)
        assert all(folded(text) in folded(person.name) for person in found)

    @given(text=st.text(max_size=30))
    @example("\ud800")
    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    def test_any_text_at_all_is_searched_for(self, desk, text):
        with desk.work(read_only=True) as unit:
            unit.cases.ids(ListQuery(text=text))
            unit.people.like(text)

    @given(
        name=st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
        )
    )
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    def test_whatever_a_name_is_it_is_found_by_each_of_its_words(self, desk, name):
        person = a_person(name=name)
        with desk.work() as unit:
            unit.people.save(person)
            for word in name.split():
                assert not folded(word) or person in unit.people.like(word, limit=10_000)


class TestPeople:
    def test_a_person_comes_back_and_is_replaced(self, desk):
        person = a_person(phone="+33 1", customer_reference="K-77")
        saved(desk, person)
        saved(desk, replace(person, name="Zoé Autre"))
        with desk.work(read_only=True) as unit:
            assert unit.people.get(person.id) == replace(person, name="Zoé Autre")
            assert [line.action for line in unit.audit.lines()] == ["changed", "created"]

    def test_names_mails_and_customer_references_are_searched_and_the_limit_holds(self, desk):
        people = [a_person(name=f"Person {number:02}", email=f"p{number}@x.example") for number in range(30)]
        saved(desk, *people, a_person(name="Somebody", customer_reference="CUST-9"))
        with desk.work(read_only=True) as unit:
            assert [p.name for p in unit.people.like("person", limit=3)] == [
                "Person 00",
                "Person 01",
                "Person 02",
            ]
            assert len(unit.people.like("PERSON")) == 20
            assert [p.name for p in unit.people.like("cust-9")] == ["Somebody"]
            assert [p.name for p in unit.people.like("p17@")] == ["Person 17"]


class TestPapers:
    def test_the_list_shows_newest_first_and_finds_by_number_case_and_person(self, desk):
        person = a_person(name="Inès Ünlü")
        case = a_case(person=person.id, ref="R-2026-0123")
        saved(desk, person, case)
        letter = a_paper(case=case.id, person=person.id, number="L-2026-0001")
        sheet = a_paper(
            kind=PaperKind.REGISTER, number="A-2026-0001", made_at=MOMENT + timedelta(days=1), title="Été"
        )
        with desk.work() as unit:
            unit.papers.add(letter, PDF)
            unit.papers.add(sheet, PDF)
            unit.commit()
        with desk.work(read_only=True) as unit:
            found = {
                text: unit.papers.ids(ListQuery(text=text))
                for text in ("", "unlu", "r-2026-0123", "ete", "l-2026")
            }
            assert found[""] == (sheet.id, letter.id)
            assert found["unlu"] == found["r-2026-0123"] == found["l-2026"] == (letter.id,)
            assert found["ete"] == (sheet.id,)
            for chip, one in (("letters", letter), ("registers", sheet)):
                assert unit.papers.ids(ListQuery(chips=frozenset({chip}))) == (one.id,)
            for column in (
                "number",
                "kind",
                "template",
                "title",
                "language",
                "case_ref",
                "person",
                "made_at",
                "pages",
            ):
                for down in (False, True):
                    assert len(unit.papers.ids(ListQuery(sort=column, descending=down))) == 2
            line = unit.papers.lines([letter.id, new_id()])[0]
            assert (line.number, line.case_ref, line.person) == ("L-2026-0001", "R-2026-0123", "Inès Ünlü")
            assert (line.made_at, line.sha256, line.title) == (letter.made_at, letter.sha256, letter.title)


class TestOrder:
    @pytest.mark.parametrize(
        ("text", "plain"),
        [
            ("Ångström", "angstrom"),
            ("  Œuvre\n ÆSIR ", "oeuvre aesir"),
            ("STRASSE Straße", "strasse strasse"),
            ("Łódź Søren İstanbul", "lodz soren istanbul"),
            ("ﬁn½", "fin1⁄2"),
            ("a\0b\ud800c", "a bc"),
        ],
    )
    def test_text_is_folded(self, text, plain):
        assert folded(text) == plain

    def test_references_are_ordered_by_their_numbers(self):
        refs = ["R-2026-10000", "R-2026-9999", "R-2025-20000", "R-2026-0001"]
        assert sorted(refs, key=in_order) == ["R-2025-20000", "R-2026-0001", "R-2026-9999", "R-2026-10000"]


def test_the_words_of_an_erased_person_are_not_left_in_the_index(desk):
    person = a_person(name="Xyloquartz Unmistakable")
    case = a_case(person=person.id)
    stored = saved(desk, person, case)
    assert stored
    with desk.work() as unit:
        unit.cases.delete(case.id)
        unit.commit()
    raw(desk, "DELETE FROM people WHERE uid = ?", person.id)
    raw(desk, "DELETE FROM search_words WHERE record = ?", person.id)
    blocks = raw(desk, "SELECT block FROM search_index_data")
    assert not any(b"xyl" in bytes(block) for (block,) in blocks)
    raw(desk, "INSERT INTO search_index (search_index) VALUES ('integrity-check')")
