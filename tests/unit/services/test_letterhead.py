"""The letterhead as typed and as kept, its logo, and the layout of each letter."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.people import PostalAddress
from dpo_desk.errors import DraftError, FileTooLarge, LogoRefused, RuleBroken, TextUnreadable
from dpo_desk.services import letterhead as module
from dpo_desk.services.layouts import layout_for, layouts
from dpo_desk.services.letterhead import LetterheadDraft
from tests.desks import a_request
from tests.pictures import a_picture, as_jpeg, as_png

TYPED = LetterheadDraft(lines="12 rue des Essais\n75019 Paris", footer="RCS Paris\nDPO", layout="uk_left")


@pytest.fixture
def picture(tmp_path):
    def write(content, name="logo.png"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def _text(rendered):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(rendered.pdf)).pages)


def test_what_is_typed_is_kept_line_by_line(desk):
    desk.letterhead.save(TYPED)
    assert desk.reopened().letterhead.draft() == TYPED
    with desk.cases.work(read_only=True) as unit:
        assert unit.letterhead.get() == Letterhead(
            lines=("12 rue des Essais", "75019 Paris"),
            footer=("RCS Paris", "DPO"),
            layout="uk_left",
            version=1,
        )


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"lines": "line\n" * 9}, "lines", "too_many_here"),
        ({"footer": "line\n" * 6}, "footer", "too_many_here"),
        ({"lines": "W" * 301}, "lines", "too_long"),
        ({"layout": "somewhere"}, "layout", "unknown_choice"),
    ],
)
def test_what_cannot_be_accepted_is_told_at_its_field(desk, changed, field, reason):
    with pytest.raises(DraftError) as refused:
        desk.letterhead.save(replace(TYPED, **changed))
    (error,) = refused.value.errors
    assert (error.field, error.reason) == (field, reason)
    assert desk.letterhead.draft() == LetterheadDraft()


def test_a_logo_is_kept_with_the_lines_and_goes_without_them(desk, picture):
    desk.letterhead.save(TYPED)
    desk.letterhead.keep_logo(picture(as_jpeg(a_picture(6000, 2400)), "photo.jpg"))
    kept = desk.reopened().letterhead.logo()
    assert Image.open(io.BytesIO(kept)).size == (750, 300)
    desk.letterhead.save(replace(TYPED, footer="x"))
    assert desk.letterhead.logo() == kept
    desk.letterhead.drop_logo()
    assert desk.letterhead.logo() == b""
    assert desk.letterhead.draft() == replace(TYPED, footer="x")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"no picture", "logo_unreadable"),
        (as_png(Image.new("1", (20_000, 20_000))), "logo_too_many_points"),
        (as_png(Image.new("RGB", (30, 30), "white")), "logo_blank"),
    ],
    ids=["no picture", "too many points", "blank"],
)
def test_what_is_no_logo_is_refused_in_words_and_the_one_before_stays(desk, picture, content, rule):
    desk.letterhead.keep_logo(picture(as_png(a_picture())))
    before = desk.letterhead.logo()
    with pytest.raises(LogoRefused) as refused:
        desk.letterhead.keep_logo(picture(content))
    assert refused.value.rule == rule
    assert desk.letterhead.logo() == before


def test_a_file_that_cannot_be_read_or_is_too_large_is_refused(desk, picture, tmp_path, monkeypatch):
    with pytest.raises(TextUnreadable):
        desk.letterhead.keep_logo(tmp_path / "nowhere.png")
    monkeypatch.setattr(module, "LARGEST_LOGO", 0)
    with pytest.raises(FileTooLarge):
        desk.letterhead.keep_logo(picture(as_png(a_picture())))


@pytest.mark.parametrize("layout", layouts())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_specimen_shows_what_is_typed_before_it_is_kept(desk, layout, language):
    drawn = desk.letterhead.specimen(replace(TYPED, layout=layout), language)
    assert drawn.pages == 1
    assert drawn.missing == ()
    read = _text(drawn)
    assert "12 rue des Essais" in read
    assert "RCS Paris" in read
    assert desk.letterhead.draft() == LetterheadDraft()


def test_there_is_no_specimen_before_there_is_an_organisation(empty):
    with pytest.raises(RuleBroken) as refused:
        empty.letterhead.specimen(TYPED, "en")
    assert refused.value.rule == "no_organisation"


# --- letters ------------------------------------------------------------------------------------------------------


def _office(country, letters_from=""):
    def address(code):
        return PostalAddress(street="1", postal_code="1", city="X", country=code) if code else PostalAddress()

    return Organisation(name="X", address=address(country), letters_from=address(letters_from))


@pytest.mark.parametrize(
    ("recipient", "office", "own", "layout"),
    [
        ("DE", "FR", "", "de_din5008_b"),
        ("US", "FR", "", "us_letter"),
        ("JP", "GB", "", "uk_left"),
        ("", "DE", "", "de_din5008_b"),
        ("DE", "FR", "uk_left", "uk_left"),
    ],
)
def test_a_letter_is_laid_out_for_the_country_it_goes_to_unless_the_organisation_chose(
    recipient, office, own, layout
):
    assert layout_for(Letterhead(layout=own), recipient, _office(office)) == layout


def test_what_counts_of_the_sender_is_where_letters_are_written():
    assert layout_for(Letterhead(), "JP", _office("FR", "DE")) == "de_din5008_b"


def test_a_letter_of_a_case_bears_letterhead_logo_code_and_layout(desk, picture):
    case = desk.cases.open_case(a_request()).case.id
    letter = desk.papers.compose(case, "acknowledgement", "en").letter
    assert letter.layout == "fr_right"
    assert letter.case_code == desk.cases.view(case).case.ref
    desk.letterhead.save(TYPED)
    desk.letterhead.keep_logo(picture(as_png(a_picture())))
    letter = desk.papers.compose(case, "acknowledgement", "en").letter
    assert letter.layout == "uk_left"
    assert letter.sender.lines == ("12 rue des Essais", "75019 Paris")
    assert letter.sender.footer == ("RCS Paris", "DPO")
    assert letter.sender.logo == desk.letterhead.logo()
    assert desk.papers.preview(letter).signature is not None
    other = replace(letter, layout="us_letter")
    assert desk.papers.preview(other).pdf != desk.papers.preview(letter).pdf
