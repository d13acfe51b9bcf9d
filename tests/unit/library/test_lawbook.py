"""The law as shipped, and law files that are not sound."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dpo_desk.domain.ids import EventId, RegimeId, RightId
from dpo_desk.errors import DataFileBroken, NotFound
from dpo_desk.library import files
from dpo_desk.library.calendars import calendar_ids
from dpo_desk.library.lawbook import (
    authorities,
    authority,
    authority_for,
    ground,
    ground_sources,
    grounds,
    read_authorities,
    regime,
    regimes,
)
from dpo_desk.library.regimes import read_regimes
from dpo_desk.library.tables import table_of
from dpo_desk.library.transfer_law import shipped
from dpo_desk.library.wording import languages, wording

GDPR = regime(RegimeId("eu-gdpr"))
GDPR_TEXT = files.read_bytes("law/eu-gdpr.toml").decode()
CODES = frozenset(each.code for each in grounds())
ALL_WORDS = [wording(language) for language in languages()]


def broken_regime(text: str, more: str | None = None) -> DataFileBroken:
    documents = [text] if more is None else [text, more]
    with pytest.raises(DataFileBroken) as broken:
        read_regimes((table_of(f"law/{n}.toml", each.encode()) for n, each in enumerate(documents)), CODES)
    return broken.value


def changed(before: str, after: str) -> str:
    assert GDPR_TEXT.count(before) >= 1
    return GDPR_TEXT.replace(before, after, 1)


# --- as shipped ------------------------------------------------------------------------------------------------------


def test_the_rights_of_the_data_subject_are_there_with_their_articles():
    articles = {right.id: right.article for right in GDPR.rights}
    assert articles == {
        "access": "15",
        "rectification": "16",
        "erasure": "17",
        "restriction": "18",
        "portability": "20",
        "objection": "21(1)",
        "objection_marketing": "21(2)",
        "automated_decision": "22",
        "consent_withdrawal": "7(3)",
        "complaint": "38(4)",
        "fraud_alert": "15",
    }


def test_identity_may_be_asked_for_articles_15_to_21_but_never_to_stop_marketing():
    unasked = {right.id for right in GDPR.rights if not right.identity_may_be_asked}
    assert unasked == {"objection_marketing", "automated_decision", "consent_withdrawal", "complaint"}
    at_once = [right.id for right in GDPR.rights if right.at_once]
    assert at_once == ["objection_marketing", "consent_withdrawal"]


def test_what_is_not_there_is_not_found():
    for look in (
        lambda: regime(RegimeId("xx")),
        lambda: GDPR.right(RightId("xx")),
        lambda: GDPR.event(EventId("xx")),
        lambda: GDPR.period("xx"),
        lambda: GDPR.source("xx"),
        lambda: authority("xx"),
        lambda: ground("R-0"),
    ):
        with pytest.raises(NotFound):
            look()


def test_the_regime_is_in_force_from_its_first_day_without_end():
    assert not GDPR.in_force(date(2018, 5, 24))
    assert GDPR.in_force(date(2018, 5, 25))
    assert GDPR.in_force(date(2100, 1, 1))


def test_everything_the_law_names_has_a_name_in_every_language():
    keys = [each.title_key for each in regimes()]
    keys += [f"law.{part}.{each.code}" for each in grounds() for part in ("ground", "caution")]
    keys += [f"law.cite.{source.id}" for source in ground_sources()]
    keys += [f"letters.common.right_line.{right.statute}" for each in regimes() for right in each.rights]
    keys += [f"law.right.{right.id}" for each in regimes() for right in each.rights]
    keys += [f"law.event.{event.id}" for each in regimes() for event in each.events]
    keys += [f"law.cite.{source.id}" for each in regimes() for source in each.sources]
    keys += [f"law.calendar.{each}" for each in calendar_ids()]
    missing = [(words.language, key) for words in ALL_WORDS for key in keys if not words.has(key)]
    assert missing == []


def test_no_working_note_stands_where_a_data_subject_reads():
    shown = [
        text
        for each in authorities()
        for text in (each.native_name, each.english_name, *each.address, each.web)
    ]
    shown += [source.title for each in regimes() for source in each.sources]
    assert [text for text in shown if re.search(r"\[K\]|verify|policy|DEAD|;|\bsame\b", text)] == []
    assert [text for each in authorities() for text in each.address if "(" in text] == []


def test_the_french_authority_is_given_with_its_address_in_lines():
    cnil = authority("FR")
    assert cnil.native_name.endswith("(CNIL)")
    assert cnil.address == ("3 place de Fontenoy", "TSA 80715", "75334 Paris Cedex 07")
    assert cnil.verified_on is not None


def test_the_authority_of_a_part_of_a_country_needs_that_part():
    assert authority_for("IT") == authority("IT")
    assert authority_for("DE") is None  # the federal authority does not supervise companies
    for written in ("NW", "de-nw", "Nordrhein-Westfalen", " north rhine-westphalia "):
        assert authority_for("DE", written) == authority("DE-NW")
    assert authority_for("DE", "Nowhere") is None
    assert authority_for("US", "CA") == authority("US-CA")
    assert authority_for("US") is None
    assert authority_for("BR") is None
    assert authority_for("FR", "Île-de-France") == authority("FR")


def test_every_member_of_the_area_has_an_authority():
    territories = {"GP", "MQ", "GF", "RE", "YT", "MF", "AX"}
    members = {area.code for area in shipped().adequate.areas if area.until is None}
    found = {each.country for each in authorities()}
    assert members - territories <= found
    assert len(members - territories) == 30


# --- not sound -------------------------------------------------------------------------------------------------------


def test_the_shipped_text_is_sound():
    assert read_regimes([table_of("law/eu-gdpr.toml", GDPR_TEXT.encode())], CODES) == (GDPR,)


@pytest.mark.parametrize(
    ("before", "after", "place", "problem"),
    [
        ('id = "eu-gdpr"\n', "", "id", "missing"),
        ('id = "eu-gdpr"', 'id = ""', "id", "empty"),
        ("valid_from = 2018-05-25", 'valid_from = "2018"', "valid_from", "not a date"),
        ('valid_to = ""', "valid_to = 2017-01-01", "valid_to", "before valid_from"),
        ("number = 1", "number = 0", "periods.reply.number", "not positive"),
        ("number = 1", 'number = "one"', "periods.reply.number", "not a int"),
        ("number = 1", "number = true", "periods.reply.number", "not a whole number"),
        ('unit = "months"', 'unit = "moons"', "periods.reply.unit", "not one of"),
        ('start = "receipt"\n', "", "periods.reply.start", "missing"),
        (
            'extended = "reply_extended"\nidentity',
            'extended = "replay"\nidentity',
            "periods.reply.extended",
            "no such period",
        ),
        ('identity = "adds"', 'identity = "add"', "periods.reply.identity", "not one of"),
        ('"full_grant"', '"fool_grant"', "rights.access.letters", "not all among"),
        ('"R-11"', '"R-111"', "rights.access.grounds", "no such ground"),
        ("lead_days = [14, 7, 3, 1]", "lead_days = [1, 3]", "lead_days", "not falling"),
        ("months = 60", 'months = "60"', "retention.months", "not a int"),
        ("months = 60", "months = 0", "retention.months", "not positive"),
        (
            'identity_copies = "decision"',
            'identity_copies = "dawn"',
            "retention.identity_copies",
            "not one of",
        ),
        ('statute = "gdpr"', 'statute = "gpdr"', "statute", "no known source"),
        (
            'articles = ["15"]',
            'statute = "gpdr"\narticles = ["15"]',
            "rights.access.statute",
            "no known source",
        ),
        (
            'identity = "adds"',
            'identity = "starts"',
            "periods.reply.identity",
            "does not start with the relevant time",
        ),
        ('unit = "months"', 'unit = "hours"', "periods.reply.roll", "do not wait"),
        ('unit = "months"', 'unit = "none"', "periods.reply.extended", "no fixed period"),
        ('identity = ["gdpr:12(6)", "fr-2019-536:77"]\n', "", "periods.reply.identity", "no provision"),
        (
            'extension_notice = "extension_notice"\n',
            "",
            "rights.access.extension_notice",
            "belong together",
        ),
        (
            '"acknowledgement", "identity_request",',
            '"acknowledgement",',
            "rights.access.letters",
            "does not fit",
        ),
        (
            '"full_grant", "no_data"',
            '"extension_notice", "no_data"',
            "rights.objection_marketing.letters",
            "fit",
        ),
        (
            "valid_from = 2018-05-25",
            "valid_from = 2018-05-25\nfrom = 1",
            "from",
            "unknown key",
        ),
        (
            'articles = ["gdpr:12(3)"]',
            'articles = ["gpdr:12(3)"]',
            "periods.reply.articles",
            "no known source",
        ),
        ('articles = ["gdpr:12(3)"]', 'articles = ["gdpr"]', "periods.reply.articles", "no known source"),
        (
            '[events.reply]\narticles = ["gdpr:12(3)"]\nperiod = "reply"',
            '[events.reply]\narticles = ["gdpr:12(3)"]\nperiod = "replay"',
            "events.reply.period",
            "no such period",
        ),
        ('reply = "reply"', 'reply = "replay"', "rights.access.reply", "no such period"),
        ('articles = ["15"]', "articles = []", "rights.access.articles", "empty"),
        ("identity_may_be_asked = true\n", "", "rights.access.identity_may_be_asked", "missing"),
        ("identity_may_be_asked", "identity_may_be_aksed", "rights.access.identity_may_be_asked", "missing"),
        ("at_once = true", "at_onec = true", "rights.objection_marketing.at_onec", "unknown key"),
        ('roll = ["reg-1182:3(4)"]\n', "", "counting.roll", "missing"),
        ("https://eur-lex", "http://eur-lex", "sources.gdpr.address", "https"),
        ("verified_on = 2026-11-22", 'verified_on = "soon"', "sources.gdpr.verified_on", "not a date"),
        ("[rights.access]", "[wrongs.access]", "wrongs", "unknown key"),
    ],
)
def test_a_mistake_in_a_regime_is_named_with_file_and_place(before, after, place, problem):
    broken = broken_regime(changed(before, after))
    assert broken.params["file"] == "law/0.toml"
    assert re.fullmatch(rf"line \d+ \({re.escape(place)}\)", broken.params["place"])
    assert problem in broken.params["problem"]


def test_the_line_named_is_the_line_of_the_mistake():
    text = changed("number = 3", "number = -3")
    line = text.splitlines().index("number = -3") + 1
    assert broken_regime(text).params["place"].startswith(f"line {line} ")


def test_two_versions_of_a_law_cannot_be_in_force_on_one_day():
    broken = broken_regime(GDPR_TEXT, GDPR_TEXT)
    assert (broken.params["file"], broken.params["problem"]) == (
        "law/1.toml",
        "overlaps another version of this law",
    )


ONE = '[[authorities]]\ncode = "FR"\ncountry = "FR"\nnative_name = "A"\nenglish_name = "B"\naddress = ["C"]\nweb = "d"\n'


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_authorities, ONE + ONE),
        (read_authorities, ONE + "phone = 1\n"),
        (read_authorities, ONE.replace('["C"]', '"C"')),
        (read_authorities, ONE.replace("[[authorities]]", "[authorities]")),
    ],
)
def test_a_mistake_in_a_list_is_refused(read, text):
    with pytest.raises(DataFileBroken) as broken:
        read(table_of("law/list.toml", text.encode()))
    assert broken.value.params["file"] == "law/list.toml"


@pytest.mark.parametrize(("read", "text"), [(read_authorities, ONE)])
def test_a_list_without_mistakes_is_read(read, text):
    assert read(table_of("law/list.toml", text.encode()))
