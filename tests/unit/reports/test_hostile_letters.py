"""Whatever is typed stands on the page as it was typed, in every place of a letter; nothing is opened for it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from reports import Letter
from reports.content import Entry, Paragraph, Sender, Text
from reports.draw.layouts import layout_of
from reports.draw.text import clean
from tests.pictures import a_picture, as_png

from .reading import dense, pages, reader, text
from .samples import HOSTILE, LAYOUTS, a_letter, draw, every_text, with_every_text

in_each_layout = pytest.mark.parametrize("layout", LAYOUTS)

ALPHABETS = {  # the letters beyond a to z of the official languages of the Union
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåé",
    "de": "äöüß",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ",
    "en": "éï",
    "es": "áéíñóúü¿¡ªº",
    "et": "äõöüšž",
    "fi": "äåöšž",
    "fr": "àâæçéèêëîïôœùûüÿ«»",
    "ga": "áéíóúḃċḋḟġṁṗṡṫ",
    "hr": "čćđšžǆǉǌ",
    "hu": "áéíóöőúüű",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "àċèġħìîòùż",
    "nl": "áéëïóöüĳ",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sv": "åäöé",
}

_watched: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is not None and event.startswith(("open", "socket.", "os.", "subprocess.", "urllib.")):
        _watched.append(f"{event} {arguments[:1]}")


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What the interpreter opens meanwhile."""
    global _watched  # noqa: PLW0603 - a hook cannot be taken out again
    seen: list[str] = []
    _watched = seen
    try:
        yield seen
    finally:
        _watched = None


def _hostile(layout: str, hostile: str) -> Letter:
    letter: Letter = with_every_text(a_letter("access_answer", layout=layout), hostile)
    return letter


@in_each_layout
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_in_any_place_of_a_letter_stands_on_the_page_as_it_was_typed(
    layout: str, hostile: str
) -> None:
    letter = _hostile(layout, hostile)
    draw(letter)  # once, so that everything is loaded
    with watched() as seen:
        drawn = draw(letter)
    assert seen == []
    typed = list(every_text(letter)).count(hostile)
    assert typed > 40
    unseen = (
        1 if layout_of(letter.layout).return_line else 2
    )  # the title of the file; the line for the window
    assert dense(text(drawn.pdf)).count(dense(clean(hostile))) >= typed - unseen
    other = "".join(page.extract_text() for page in reader(drawn.pdf).pages)
    assert dense(other).count(dense(clean(hostile))) >= typed - unseen


@in_each_layout
def test_nothing_that_is_typed_is_drawn_off_the_sheet(layout: str) -> None:
    for hostile in ("W" * 300, "word " * 60, "<i>" * 100):
        letter = _hostile(layout, hostile.strip())
        drawn = draw(letter)
        visible = dense(text(drawn.pdf))  # what lies within the sheets
        unseen = 1 if layout_of(letter.layout).return_line else 2
        assert visible.count(dense(hostile)) >= list(every_text(letter)).count(hostile.strip()) - unseen


@in_each_layout
def test_a_picture_and_a_code_are_drawn_without_opening_anything(layout: str) -> None:
    letter = a_letter(layout=layout, sender=Sender("Name", logo=as_png(a_picture())))
    draw(letter)
    with watched() as seen:
        draw(letter)
    assert seen == []


@in_each_layout
def test_nested_tags_in_every_place_are_words_and_nothing_else(layout: str) -> None:
    deep = "<i>" * 200
    letter = with_every_text(a_letter(layout=layout), deep)
    typed = list(every_text(letter)).count(deep)
    unseen = 1 if layout_of(letter.layout).return_line else 2
    assert text(draw(letter).pdf).count("<") >= 200 * (typed - unseen)


@pytest.mark.parametrize(
    "place", ["recipient", "subject", "salutation", "closing", "place_date", "sender", "footer"]
)
def test_five_thousand_nested_tags_in_one_place_are_five_thousand_words(place: str) -> None:
    deep = "<i>" * 5000
    letter = a_letter()
    changed: dict[str, Any] = {
        "recipient": (deep,),
        "sender": Sender(deep),
        "footer": Sender("Name", footer=(deep,)),
    }
    field = "sender" if place == "footer" else place
    drawn = draw(a_letter(**{field: changed.get(place, deep)}))
    assert text(drawn.pdf).count("<") >= 5000
    assert drawn.pages < 20
    assert draw(letter).pages == 1


@in_each_layout
@pytest.mark.parametrize("language", ALPHABETS)
def test_the_alphabets_of_the_union_are_drawn_in_every_face(layout: str, language: str) -> None:
    letters = ALPHABETS[language]
    typed = letters + letters.upper()
    letter = a_letter(
        layout=layout, recipient=(typed,), subject=typed, blocks=(Paragraph(typed), Paragraph(typed, "gap"))
    )
    drawn = draw(letter)
    assert drawn.missing == ()
    read = dense(text(drawn.pdf))
    assert read.count(unicodedata.normalize("NFC", typed)) >= 4


@pytest.mark.parametrize("typed", ["שלום", "مرحبا", "🎉👩🏽‍⚖️", "日本語", "ไทย"])
@pytest.mark.parametrize("place", ["recipient", "sender", "subject", "reference", "code", "body"])
def test_what_no_font_has_is_named_and_never_a_black_box(typed: str, place: str) -> None:
    letter = a_letter()
    changed: dict[str, dict[str, Any]] = {
        "recipient": {"recipient": (typed,)},
        "sender": {"sender": Sender(typed, (typed,), (typed,), return_line=typed)},
        "subject": {"subject": typed},
        "reference": {"references": (Entry(typed, (Text(typed),)),)},
        "code": {"case_code": typed},
        "body": {"blocks": (Paragraph(typed),)},
    }
    drawn = draw(a_letter(**changed[place], layout="de_din5008_b"))
    assert set(clean(typed)) - set(drawn.missing) <= set("🏽⚖")
    assert drawn.missing
    read = text(drawn.pdf)
    assert "\ufffd" in read
    assert "■" not in read
    assert draw(letter).missing == ()


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u2067", "\u061c"])
@in_each_layout
def test_a_name_that_turns_the_order_around_is_read_in_the_order_it_was_typed(layout: str, mark: str) -> None:
    name = f"abc{mark}gnp.exe"
    letter = a_letter(layout=layout, recipient=(name,))
    assert "abcgnp.exe" in pages(draw(letter).pdf)[0]


def test_a_code_too_long_to_be_read_is_left_to_the_eye() -> None:
    long = "R-" + "9" * 60
    drawn = draw(a_letter(case_code=long))
    assert dense(long) in dense(pages(drawn.pdf)[0])
    assert len(drawn.pdf) < len(draw(a_letter(case_code="R-9")).pdf) + 1500
