"""What the letters say, before anything is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports import LETTERS, Letter
from reports.content import KeyValues, Paragraph
from reports.facts import Address, Fact, Many, PersonFacts, RecipientFacts, RightFacts
from reports.letters import LetterKind

from .samples import LANGUAGES, PaperWords, a_case, all_words, an_activity, an_organisation

_KINDS = {kind.id: kind for kind in LETTERS}
both_languages = pytest.mark.parametrize("language", LANGUAGES)
each_letter = pytest.mark.parametrize("kind", LETTERS, ids=lambda kind: kind.id)


def _write(kind: str, language: str = "en", **changes: object) -> Letter:
    return _KINDS[kind].build(a_case(**changes), PaperWords(language))


@both_languages
@each_letter
def test_a_letter_carries_all_its_mandatory_contents(kind: LetterKind, language: str) -> None:
    assert kind.lacking(kind.build(a_case(), PaperWords(language))) == ()


@both_languages
@each_letter
def test_a_letter_from_complete_facts_has_no_open_place(kind: LetterKind, language: str) -> None:
    assert kind.build(a_case(), PaperWords(language)).gaps() == ()


def test_a_letter_without_the_court_is_lacking_it() -> None:
    letter = _write("access_answer")
    blocks = tuple(block for block in letter.blocks if block.code != "C12")
    assert _KINDS["access_answer"].lacking(replace(letter, blocks=blocks)) == ("C12",)


@both_languages
def test_the_acknowledgement_names_the_right_its_article_and_the_last_day(language: str) -> None:
    words = PaperWords(language)
    said = all_words(_write("acknowledgement", language))
    assert words("law.right.access") in said
    assert words.date(date(2027, 3, 15)) in said
    assert "R-2027-0001" in said
    assert {"C01", "C02", "C03", "C04", "C05", "C06"} <= _write("acknowledgement", language).codes()


@pytest.mark.parametrize(
    ("right", "line"),
    [
        (RightFacts("law.right.access", "15"), "Right of access (Article 15 GDPR)"),
        (
            RightFacts("law.right.complaint", "164A", "uk-dpa"),
            "Complaint to the controller (section 164A of the Data Protection Act 2018)",
        ),
        (
            RightFacts("law.right.ccpa_know", "1798.110", "ca-civil"),
            "Right to know (California) (section 1798.110 of the California Civil Code)",
        ),
    ],
)
def test_a_right_is_named_with_the_text_its_article_is_in(right: RightFacts, line: str) -> None:
    assert line in all_words(_write("acknowledgement", "en", rights=(right,)))


@both_languages
def test_an_extended_case_is_acknowledged_with_its_extended_day(language: str) -> None:
    said = all_words(_write("acknowledgement", language, extended_to=date(2027, 5, 17), trace=()))
    assert PaperWords(language).date(date(2027, 5, 17)) in said
    assert PaperWords(language).date(date(2027, 3, 15)) not in said


@both_languages
def test_a_late_acknowledgement_promises_no_day_that_has_passed_and_says_where_to_turn(language: str) -> None:
    words = PaperWords(language)
    late = _write("acknowledgement", language, written=date(2027, 4, 1))
    said = all_words(late)
    assert words("letters.acknowledgement.due.late", day=date(2027, 3, 15)) in said
    assert words("letters.acknowledgement.due.day", day=date(2027, 3, 15)) not in said
    assert words("letters.acknowledgement.due.longer") not in said
    assert {"C11", "C12"} <= late.codes()
    assert not {"C11", "C12"} & _write("acknowledgement", language).codes()


@both_languages
def test_while_the_period_stands_still_no_day_is_promised(language: str) -> None:
    words = PaperWords(language)
    waiting = _write("acknowledgement", language, due=None, trace=())
    said = all_words(waiting)
    assert words("letters.acknowledgement.due.suspended") in said
    assert words("letters.acknowledgement.due.longer") not in said
    assert PaperWords(language).date(date(2027, 3, 15)) not in said
    assert "C04" in waiting.codes()


@both_languages
def test_an_objection_that_takes_effect_at_once_is_not_told_of_two_more_months(language: str) -> None:
    words = PaperWords(language)
    said = all_words(_write("acknowledgement", language, at_once=True))
    assert words("letters.acknowledgement.due.at_once") in said
    assert words("letters.acknowledgement.due.longer") not in said


@both_languages
def test_no_letter_asks_for_proof_of_identity_or_counts_thirty_days(language: str) -> None:
    for kind in LETTERS:
        said = all_words(kind.build(a_case(identity_on=None), PaperWords(language))).lower()
        for never in (
            "30 days",
            "30 jours",
            "copy of your id",
            "copie de votre",
            "privacy shield",
            "passport",
            "passeport",
        ):
            assert never not in said


@both_languages
def test_the_access_annex_gives_each_item_of_article_15_for_each_activity(language: str) -> None:
    letter = _write("access_answer", language, activities=(an_activity(), an_activity(name="Chat")))
    tables = [block for block in letter.annexes[0].blocks if isinstance(block, KeyValues)]
    assert len(tables) == 2
    for table in tables:
        assert len(table.rows) == 7
        assert all(entry.values and all(value.text for value in entry.values) for entry in table.rows)
    said = all_words(letter)
    for fact in (
        "take payments", "Card data", "number, expiry", "Zahlwerk N.V.", "13 months after the payment", "the bank",
        "A score stops an order", "Scorefirm Inc.", "Standard contractual clauses", "ends in 4242",
    ):  # fmt: skip
        assert fact in said
    assert PaperWords(language).country("US") in said
    assert "encryption at rest" not in said  # security measures are nobody's business but the register's


@both_languages
def test_both_authorities_are_named_the_persons_own_first(language: str) -> None:
    said = all_words(_write("access_answer", language))
    assert 0 < said.index("Autorité voisine") < said.index("Commission de contrôle")


@pytest.mark.parametrize(
    "activity",
    [
        an_activity(recipients=Many("given", (RecipientFacts("carriers", named=False),))),
        an_activity(recipients=Many()),
        an_activity(categories=Many()),
        an_activity(purposes=()),
        an_activity(source=Fact()),
        an_activity(automated=Fact()),
        an_activity(transfers=Fact(), flows=()),
        an_activity(flows=(replace(an_activity().flows[0], tool=Fact()),)),
        an_activity(flows=(replace(an_activity().flows[0], country=Fact()),)),
    ],
    ids=[
        "unnamed",
        "recipients",
        "categories",
        "purposes",
        "source",
        "automated",
        "transfers",
        "tool",
        "country",
    ],
)
def test_what_the_facts_lack_is_an_open_place_of_the_letter(activity: object) -> None:
    assert _write("access_answer", activities=(activity,)).gaps()


def test_a_missing_copy_is_an_open_place_of_the_letter() -> None:
    assert _write("access_answer", copies=()).gaps()


def test_what_is_stated_not_to_exist_is_no_open_place() -> None:
    none = Fact("none")
    activity = an_activity(recipients=Many("none"), source=none, automated=none, transfers=none, flows=())
    assert _write("access_answer", activities=(activity,)).gaps() == ()


def test_the_country_stands_in_the_address_only_when_the_letter_goes_abroad() -> None:
    assert _write("acknowledgement").recipient == (
        "Camille Fictive",
        "1 chemin Inventé",
        "4000 Liège",
        "BELGIUM",
    )
    at_home = PersonFacts("Camille Fictive", Address(("1 chemin Inventé", "59000 Lille"), "FR"))
    assert _write("acknowledgement", person=at_home).recipient[-1] == "59000 Lille"


def test_the_file_title_never_names_the_person() -> None:
    for kind in LETTERS:
        assert "Camille" not in kind.build(a_case(), PaperWords("en")).title


@both_languages
def test_a_sample_organisation_marks_its_letters(language: str) -> None:
    assert _write("acknowledgement", language, organisation=an_organisation(is_sample=True)).sample
    assert not _write("acknowledgement", language).sample


def test_a_letter_without_contacts_still_says_whom_to_write_to() -> None:
    officer = replace(an_organisation().dpo, email="", phone="", name="")
    letter = _write("acknowledgement", organisation=replace(an_organisation(), dpo=officer))
    last = letter.blocks[-1]
    assert isinstance(last, Paragraph)
    assert "address at the top" in last.text
