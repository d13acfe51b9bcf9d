"""The tables of Chapter V replaced by the user: looked at first, kept in the vault, taken back, and refused in words."""

from __future__ import annotations

import pytest

from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.errors import LawFileRefused, NotFound, TextEmpty, TextNotUtf8, TextUnreadable
from dpo_desk.library.lawbook import ADEQUACY, PLACES, SAFEGUARDS
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.law_tables import Entry, How
from dpo_desk.services.ports import KeptText, ListQuery
from tests.desks import a_transfer, given


@pytest.fixture
def file(tmp_path):
    """Writes a table: the one in force with replacements."""

    def write(desk, name, *changes, more=""):
        text = desk.law_tables.text(name)
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        path = tmp_path / "adequacy 2027.toml"
        path.write_text(text + more, "utf-8")
        return path

    return write


KENYA = """
[[decisions]]
code = "KE"
instrument = "implementing"
number = "2026/900"
adopted = 2026-02-01
verified_on = 2026-02-20
"""
NO_SWISS = ('code = "CH"\ninstrument = "decision_ec"', 'code = "TO"\ninstrument = "decision_ec"')


def a_flow(desk, country, **fields):
    return desk.register.transfers.save(None, a_transfer(country=given(country), **fields)).record.id


def with_kenya(desk, file):
    """A path to the table with one more decision, put before the part on the United Kingdom."""
    return file(desk, ADEQUACY, ("# What the United Kingdom", KENYA + "\n# What the United Kingdom"))


def test_before_anything_is_replaced_the_shipped_tables_are_in_force(desk):
    assert desk.law_tables.law() is shipped()
    states = desk.law_tables.states()
    assert [state.name for state in states] == [ADEQUACY, SAFEGUARDS, PLACES]
    assert all(state.own is None and state.entries for state in states)
    assert states[0].sources[0].verified_on is None
    assert states[0].unverified > 0


def test_a_new_table_is_compared_before_it_is_accepted(desk, file):
    kenya = a_flow(desk, "KE", tool=given("adequacy"))
    swiss = a_flow(desk, "CH", tool=given("adequacy"))
    path = file(
        desk, ADEQUACY, ("# What the United Kingdom", KENYA + "\n# What the United Kingdom"), NO_SWISS
    )
    looked_at = desk.law_tables.preview(ADEQUACY, path)
    assert {(each.how, each.id) for each in looked_at.changes} == {
        (How.ADDED, "KE:2026/900"),
        (How.ADDED, "TO:2000/518"),
        (How.REMOVED, "CH:2000/518"),
    }
    assert {each.kind for each in looked_at.changes} == {Entry.DECISION}
    assert {each.id: (each.before, each.after) for each in looked_at.turned} == {
        kenya: (Verdict.NOT_VALID, Verdict.VALID),
        swiss: (Verdict.VALID, Verdict.NOT_VALID),
    }
    assert looked_at.judged == 2
    assert desk.law_tables.law() is shipped(), "nothing is kept before it is accepted"


def test_what_changed_in_an_entry_is_named(desk, file):
    path = file(desk, ADEQUACY, ("expires = 2031-12-27", "expires = 2027-01-01"))
    (change,) = desk.law_tables.preview(ADEQUACY, path).changes
    assert (change.how, change.id, change.fields) == (How.CHANGED, "GB:2025-12-19", ("expires",))


def test_an_accepted_table_judges_the_register_and_stays_in_the_vault(desk, file):
    kenya = a_flow(desk, "KE", tool=given("adequacy"))
    looked_at = desk.law_tables.preview(ADEQUACY, with_kenya(desk, file))
    desk.law_tables.accept(looked_at)
    assert desk.register.transfers.ids(ListQuery(chips=frozenset({"verdict:valid"}))) == (kenya,)
    desk.reopened()
    state = desk.law_tables.states()[0]
    assert (state.own.title, state.problem) == ("adequacy 2027", None)
    assert desk.law_tables.law().decision("KE:2026/900").number == "2026/900"


def test_taking_the_shipped_table_again_is_looked_at_first_too(desk, file):
    kenya = a_flow(desk, "KE", tool=given("adequacy"))
    desk.law_tables.accept(desk.law_tables.preview(ADEQUACY, with_kenya(desk, file)))
    looked_at = desk.law_tables.preview_reset(ADEQUACY)
    assert [(each.how, each.id) for each in looked_at.changes] == [(How.REMOVED, "KE:2026/900")]
    assert [each.id for each in looked_at.turned] == [kenya]
    desk.law_tables.reset(ADEQUACY)
    assert desk.law_tables.law() is shipped()
    assert desk.register.transfers.ids(ListQuery(chips=frozenset({"verdict:not_valid"}))) == (kenya,)


def test_a_replaced_table_stands_beside_another_one(desk, file):
    desk.law_tables.accept(desk.law_tables.preview(ADEQUACY, with_kenya(desk, file)))
    path = file(
        desk,
        PLACES,
        (
            "[places.kenya]",
            '[places.morocco-again]\ncodes = ["EH"]\n[places.morocco-again.names]\nen = "x"\nfr = "x"\n\n[places.kenya]',
        ),
    )
    desk.law_tables.accept(desk.law_tables.preview(PLACES, path))
    law = desk.law_tables.law()
    assert law.decision("KE:2026/900")
    assert law.place("EH").id == "morocco-again"


@pytest.mark.parametrize(
    ("name", "before", "after", "rule", "key"),
    [
        (ADEQUACY, "at_risk = true", "at_risc = true", "law_file_unknown_key", "decisions.18.at_risc"),
        (ADEQUACY, "adopted = 2010-10-19", 'adopted = "2010"', "law_file_not_a_day", "decisions.0.adopted"),
        (ADEQUACY, 'code = "AD"', 'code = "Andorra"', "law_file_not_a_country", "decisions.0.code"),
        (ADEQUACY, 'instrument = "decision_eu"', 'instrument = "oral"', "law_file_not_known", "decisions.0.instrument"),
        (ADEQUACY, "adopted = 2010-10-19\n", "", "law_file_missing", "decisions.0.adopted"),
        (ADEQUACY, 'number = "2010/625"', "number = 625", "law_file_wrong_kind", "decisions.0.number"),
        (ADEQUACY, "expires = 2031-12-27", "expires = 2001-12-27", "law_file_before", "decisions.14.expires"),
        (ADEQUACY, "[source]", "[source", "law_file_not_toml", ""),
        (SAFEGUARDS, 'kind = "adequacy"', 'kind = "adequat"', "law_file_not_one_of", "tools.adequacy.kind"),
        (SAFEGUARDS, '"gdpr:45"', '"gpdr:45"', "law_file_no_source", "tools.adequacy.articles"),
        (SAFEGUARDS, "https://eur-lex", "http://eur-lex", "law_file_not_https", "sources.gdpr.address"),
        (PLACES, 'codes = ["PR"]', 'codes = ["PR", "MA"]', "law_file_twice", "places.puerto-rico.codes"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_sound_is_refused_by_line_and_key(desk, file, name, before, after, rule, key):
    path = file(desk, name, (before, after))
    with pytest.raises(LawFileRefused) as refused:
        desk.law_tables.preview(name, path)
    assert (refused.value.rule, refused.value.params["key"]) == (rule, key)
    lines = path.read_text("utf-8").splitlines()
    assert int(refused.value.params["line"]) <= len(lines)
    for language in languages():
        assert refused.value.params["line"] in wording(language)(refused.value.key, **refused.value.params)
    assert desk.law_tables.law() is shipped()


def test_the_line_of_an_unknown_key_is_its_line(desk, file):
    path = file(desk, ADEQUACY, ("at_risk = true", "at_risc = true"))
    with pytest.raises(LawFileRefused) as refused:
        desk.law_tables.preview(ADEQUACY, path)
    lines = path.read_text("utf-8").splitlines()
    assert lines[int(refused.value.params["line"]) - 1] == "at_risc = true"


def test_what_is_no_text_is_refused_as_everywhere(desk, tmp_path):
    (tmp_path / "empty.toml").write_text("")
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    for name, error in (("empty", TextEmpty), ("latin", TextNotUtf8), ("nowhere", TextUnreadable)):
        with pytest.raises(error):
            desk.law_tables.preview(ADEQUACY, tmp_path / f"{name}.toml")
    with pytest.raises(NotFound):
        desk.law_tables.preview("law/eu-gdpr.toml", tmp_path / "empty.toml")


@pytest.mark.parametrize("content", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000])
def test_a_file_made_to_break_the_reader_is_refused(desk, tmp_path, content):
    (tmp_path / "deep.toml").write_text(content)
    with pytest.raises(LawFileRefused) as refused:
        desk.law_tables.preview(ADEQUACY, tmp_path / "deep.toml")
    assert refused.value.rule == "law_file_too_much"


def test_a_kept_table_this_version_cannot_read_is_passed_over_and_told(desk, clock):
    with desk.vault.work() as unit:
        unit.texts.put(
            KeptText(name=PLACES, title="Old", text="[places]\nx = 1\n", sha256="0", at=clock.now())
        )
        unit.commit()
    assert desk.law_tables.law().places == shipped().places
    (told,) = [state for state in desk.law_tables.states() if state.problem]
    assert told.name == PLACES
