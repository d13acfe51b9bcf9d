"""The text quotations come from: read in or refused with a reason, compared before it is kept, and kept whole."""

from __future__ import annotations

import hashlib

import pytest

from dpo_desk.errors import TextEmpty, TextNotUtf8, TextTooLarge, TextUnreadable
from tests.desks import a_processor, an_activity

NOTICE = "We keep “orders”  for 3 years.\r\nAdyen takes\npayments. Élu.\n"


@pytest.fixture
def file(tmp_path):
    def write(content, name="Our notice.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def quoted(*quotes):
    return [{"quote": quote, "section": "", "source_sha256": "0" * 64} for quote in quotes]


@pytest.fixture
def quoting(desk):
    """A desk whose register quotes: two sentences of the notice, one that is not in it."""
    desk.register.activities.save(
        None, an_activity(evidence=quoted('We keep "orders" for 3 years.', "We sell nothing."))
    )
    desk.register.processors.save(None, a_processor(evidence=quoted("Adyen takes payments.")))
    return desk


def test_a_text_is_compared_with_every_quotation_before_it_is_kept(quoting, file):
    reading = quoting.sources.read(file(NOTICE))
    assert reading.found == 2  # blanks, line breaks and kinds of quotation marks do not matter
    (lost,) = reading.lost
    assert (lost.name, lost.place, lost.evidence.quote) == (
        "Sending parcels",
        "evidence.1.quote",
        "We sell nothing.",
    )
    assert quoting.sources.current() is None


def test_an_accepted_text_is_kept_with_the_hash_of_its_file(quoting, file, clock):
    quoting.sources.accept(quoting.sources.read(file(NOTICE)))
    kept = quoting.reopened().sources.current()
    assert kept.title == "Our notice"
    assert kept.text == NOTICE.replace("\r\n", "\n")
    assert kept.sha256 == hashlib.sha256(NOTICE.encode()).hexdigest()
    assert kept.at == clock.now()


def test_a_text_in_place_of_another_tells_which_quotations_it_loses(quoting, file):
    quoting.sources.accept(quoting.sources.read(file(NOTICE)))
    reading = quoting.sources.read(file("We keep “orders” for 3 years. That is all."))
    assert [each.evidence.quote for each in reading.missed] == ["Adyen takes payments."]
    assert [each.evidence.quote for each in reading.lost] == ["We sell nothing.", "Adyen takes payments."]
    assert quoting.sources.current().title == "Our notice"


def test_the_register_is_checked_against_the_text_at_once(quoting, file):
    before = {gap.key for gap in quoting.register.gaps()}
    quoting.sources.accept(quoting.sources.read(file(NOTICE)))
    found = {gap.key: gap for gap in quoting.register.gaps() if gap.key not in before}
    assert [(gap.check, gap.place) for gap in found.values()] == [("CHK-27", "evidence.1.quote")]
    quoting.sources.forget()
    assert quoting.sources.current() is None
    assert {gap.key for gap in quoting.register.gaps()} == before


def test_a_byte_order_mark_is_no_part_of_the_text(desk, file):
    assert desk.sources.read(file(b"\xef\xbb\xbfHello")).text == "Hello"


def test_a_register_without_quotations_loses_none(desk, file):
    reading = desk.sources.read(file("Hello"))
    assert (reading.found, reading.lost, reading.missed) == (0, (), ())


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"one\ntwo \xe9t\xe9\n", 2),
        ("one\n".encode("utf-16"), 1),
        (b"%PDF-1.7\nx\n\x00\xff", 3),
        (b"PK\x03\x04\x00\x00", 1),
    ],
)
def test_what_is_no_text_in_utf_8_is_refused_by_line(desk, file, content, line):
    with pytest.raises(TextNotUtf8) as caught:
        desk.sources.read(file(content))
    assert caught.value.params == {"line": line}


def test_a_text_of_more_than_five_megabytes_is_refused(desk, file):
    assert desk.sources.read(file(b"a" * 5_000_000)).text
    with pytest.raises(TextTooLarge) as caught:
        desk.sources.read(file(b"a" * 5_000_001))
    assert caught.value.params == {"limit": 5}


def test_an_empty_text_is_refused(desk, file):
    with pytest.raises(TextEmpty):
        desk.sources.read(file(b" \n\t"))


def test_what_cannot_be_opened_is_refused(desk, tmp_path):
    for path in (tmp_path, tmp_path / "none.txt", tmp_path / "a\0b"):
        with pytest.raises(TextUnreadable):
            desk.sources.read(path)
