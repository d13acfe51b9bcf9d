"""Each layout on paper: what the window shows, what stands below it, and what the file says of itself."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import page
import pikepdf
import pypdfium2
import pytest

from reports import Letter
from reports.content import Annex, Attachment, Entry, Layout, Paragraph, Sender, Table, Text
from reports.draw.layouts import LAYOUTS, LetterLayout, layout_of
from tests.pictures import a_picture, as_png

from .reading import MILLIMETRE, flat, pages, reader, signs, text, without_object_streams
from .samples import LANGUAGES, PaperWords, a_letter, draw
from .samples import LAYOUTS as NAMES

SIX_LINES = (
    "Camille Fictive",
    "Bâtiment C",
    "Résidence des Essais",
    "1 chemin Inventé",
    "4000 Liège",
    "BELGIQUE",
)
BODY = (Paragraph("The first words of the text."),)

in_each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=NAMES)


def _letter(layout: LetterLayout, **changes: Any) -> Letter:
    return a_letter(**{"layout": layout.id, "salutation": "Hello,", **changes})


def _full(layout: LetterLayout, language: str = "en") -> Letter:
    """A letter with all that can stand in one."""
    letter = a_letter("access_answer", language, layout=layout.id, draft=True, sample=True)
    sender = replace(
        letter.sender, logo=as_png(a_picture()), lines=("One line", "Another"), footer=("A", "B", "C")
    )
    attachments = (
        Attachment("copy.csv", b"name,value\r\nOrder,B-17\r\n", "text/csv", "The data", "data"),
        Attachment("enclosed.pdf", draw(a_letter()).pdf, "application/pdf", "A paper", "unspecified"),
    )
    return replace(letter, sender=sender, attachments=attachments)


def test_each_name_of_a_layout_has_its_record() -> None:
    assert get_args(Layout) == NAMES


@in_each_layout
def test_the_window_shows_the_place_of_the_address_however_the_sheet_lies(layout: LetterLayout) -> None:
    shown, address = layout.shown, layout.address
    assert address.left >= shown.left
    assert address.right <= shown.right + 1e-6
    assert address.top >= shown.top
    assert address.bottom <= shown.bottom + 1e-6
    assert layout.folds[0] <= layout.envelope.height
    assert layout.width <= layout.envelope.width
    assert layout.height - layout.folds[1] <= layout.envelope.height


@in_each_layout
@pytest.mark.parametrize("lines", [1, 3, 6])
def test_every_letter_of_the_address_is_seen_in_the_window(layout: LetterLayout, lines: int) -> None:
    recipient = SIX_LINES[:lines]
    pdf = draw(_letter(layout, recipient=recipient, blocks=BODY)).pdf
    shown = layout.shown
    for line in recipient:
        for left, top, right, bottom in signs(pdf, line):
            assert shown.left <= left
            assert right <= shown.right
            assert shown.top <= top
            assert bottom <= shown.bottom


@in_each_layout
def test_a_name_of_three_hundred_characters_is_seen_whole_in_the_window(layout: LetterLayout) -> None:
    name = " ".join(f"Name{n:02}" for n in range(43))
    assert len(name) == 300
    pdf = draw(_letter(layout, recipient=(name, "1 rue", "75000 Paris"))).pdf
    for word in name.split():
        for left, top, right, bottom in signs(pdf, word):
            assert layout.shown.left <= left <= right <= layout.shown.right
            assert layout.shown.top <= top <= bottom <= layout.shown.bottom


@in_each_layout
@pytest.mark.parametrize("lines", [10, 30, 400])
def test_an_address_of_any_length_is_whole_and_nothing_lies_upon_it(layout: LetterLayout, lines: int) -> None:
    recipient = tuple(f"Address line {n:03} of the recipient" for n in range(lines))
    pdf = draw(_letter(layout, recipient=recipient, blocks=BODY)).pdf
    read = flat(text(pdf))
    assert all(read.count(line) == 1 for line in recipient)
    (first, *_) = pages(pdf)
    placed = [next(iter(signs(pdf, line)))[1:4:2] for line in recipient if line in flat(first)]
    assert all(upper[1] <= lower[0] + 0.2 for upper, lower in pairwise(placed))
    if lines < 400:
        below = next(iter(signs(pdf, "Subject:")))[1]
        assert max(bottom for _, bottom in placed) < below


@in_each_layout
def test_nothing_of_the_first_sheet_lies_upon_anything_else(layout: LetterLayout) -> None:
    many = tuple(Entry(f"Label {n}", (Text(f"value {n}"), Text(f"second {n}"))) for n in range(12))
    sender = Sender("The sender", tuple(f"line {n} of the head" for n in range(8)), ("foot",))
    letter = _letter(layout, sender=sender, references=many, recipient=SIX_LINES, blocks=BODY)
    for each in (letter, replace(letter, sender=replace(sender, logo=as_png(a_picture(300, 300))))):
        pdf = draw(each).pdf
        subject = next(iter(signs(pdf, "Subject:")))[1]
        last_of_head = max(bottom for *_, bottom in signs(pdf, "line 7 of the head"))
        first_of_references = min(top for _, top, *_ in signs(pdf, "Label 0"))
        first_of_address = min(top for _, top, *_ in signs(pdf, SIX_LINES[0]))
        assert last_of_head <= first_of_references
        assert last_of_head <= first_of_address
        assert max(bottom for *_, bottom in signs(pdf, "second 11")) < subject
        assert max(bottom for *_, bottom in signs(pdf, each.place_date)) < subject


@in_each_layout
def test_a_footer_of_many_lines_stays_on_the_sheet_and_below_the_text(layout: LetterLayout) -> None:
    footer = tuple(f"footer line {n} with words" for n in range(9))
    blocks = tuple(Paragraph(f"Sentence {n} of the body.") for n in range(60))
    letter = _letter(layout, blocks=blocks)
    pdf = draw(replace(letter, sender=replace(letter.sender, footer=footer))).pdf
    for number, each in enumerate(pages(pdf)):
        bottoms = [b for line in footer for *_, b in signs(pdf, line, number)]
        assert max(bottoms) < layout.height - 4
        sentences = [line.strip() for line in each.splitlines() if "of the body" in line]
        lowest = max(b for line in sentences for *_, b in signs(pdf, line, number))
        assert lowest < min(t for line in footer for _, t, *_ in signs(pdf, line, number))


def test_the_measures_of_din_5008_b_are_on_the_sheet() -> None:
    layout = layout_of("de_din5008_b")
    letter = _letter(layout, recipient=SIX_LINES)
    pdf = draw(letter).pdf
    sender = list(signs(pdf, letter.sender.return_line))
    assert min(left for left, *_ in sender) == pytest.approx(25, abs=0.5)
    assert min(top for _, top, *_ in sender) >= 57.7
    assert max(bottom for *_, bottom in sender) <= 62.7
    assert min(top for _, top, *_ in signs(pdf, SIX_LINES[0])) >= 62.7
    assert min(left for left, *_ in signs(pdf, "Our reference\r\n")) == pytest.approx(125, abs=0.5)
    assert min(top for _, top, *_ in signs(pdf, "Subject:")) >= 98.46
    assert _marks(pdf) == [105.0, 148.5, 210.0]


@in_each_layout
def test_the_sheet_has_its_size_and_marks_where_it_is_folded(layout: LetterLayout) -> None:
    pdf = draw(_letter(layout)).pdf
    (sheet,) = {tuple(map(float, each.mediabox[2:])) for each in reader(pdf).pages}
    assert sheet == pytest.approx((layout.width * MILLIMETRE, layout.height * MILLIMETRE), abs=0.01)
    assert _marks(pdf) == sorted({*map(float, layout.folds), *filter(None, [layout.hole])})


def test_only_envelopes_that_show_it_get_the_sender_above_the_address() -> None:
    for layout in LAYOUTS:
        letter = _letter(layout)
        read = flat(pages(draw(letter).pdf)[0])
        assert (letter.sender.return_line in read) == (layout.return_line is not None)


@in_each_layout
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_layout_conforms_to_pdf_ua_1_and_pdf_a_3a_with_all_it_can_bear(
    layout: LetterLayout, language: str
) -> None:
    for letter in (_full(layout, language), _letter(layout)):
        pdf = without_object_streams(draw(letter, language).pdf)
        for profile in ("ua1", "3a"):
            report = page.validate_pdf_bytes(pdf, profile=profile)
            assert report.is_compliant, [str(failure) for failure in report.failures]


@in_each_layout
def test_the_same_letter_gives_the_same_bytes(layout: LetterLayout) -> None:
    assert draw(_full(layout)).pdf == draw(_full(layout)).pdf


@in_each_layout
def test_every_page_bears_its_number_the_code_and_the_marks(layout: LetterLayout) -> None:
    words = PaperWords("en")
    letter = _full(layout)
    drawn = draw(letter)
    texts = pages(drawn.pdf)
    assert len(texts) == drawn.pages > 1
    for number, each in enumerate(texts, 1):
        assert words("letters.common.page", page=number, pages=len(texts)) in each
        assert letter.case_code in each
        assert words("letters.common.mark.draft") in each
        assert words("letters.common.mark.sample") in flat(each)


@in_each_layout
@pytest.mark.parametrize("word", ["BROUILLON", "ENTWURF", "BORRADOR", "W" * 40])
def test_a_stamp_of_any_word_stays_on_the_sheet(layout: LetterLayout, word: str) -> None:
    class Stamped(PaperWords):
        def __call__(self, key: str, /, **params: object) -> str:
            return word if key == "letters.common.mark.draft" else super().__call__(key, **params)

    pdf = draw(_letter(layout, draft=True), words=Stamped("en")).pdf
    places = list(signs(pdf, word))
    assert min(min(left, top) for left, top, *_ in places) > 0
    assert max(right for *_, right, _ in places) < layout.width
    assert max(bottom for *_, bottom in places) < layout.height


@in_each_layout
def test_a_table_of_forty_recipients_and_an_enclosure_of_sixty_pages_are_whole(layout: LetterLayout) -> None:
    rows = tuple((Text(f"Recipient {n:02} SE"), Text(f"{n} Long Street, Town {n}")) for n in range(40))
    copies = tuple((Text(f"Field {n:04}"), Text(f"value {n:04}")) for n in range(2400))
    letter = _letter(
        layout,
        blocks=(Table(("Name", "Address"), rows),),
        annexes=(Annex("The copy", (Table(("Field", "Value"), copies),)),),
    )
    drawn = draw(letter)
    assert drawn.pages >= 60
    read = flat(text(drawn.pdf))
    assert all(read.count(f"Recipient {n:02} SE") == 1 for n in range(40))
    assert all(read.count(f"value {n:04}") == 1 for n in range(2400))


@in_each_layout
def test_the_room_for_the_signature_is_told_and_lies_between_closing_and_name(layout: LetterLayout) -> None:
    for filler in (0, 24, 30, 36):
        blocks = tuple(Paragraph(f"Sentence {n} of the body.") for n in range(filler))
        drawn = draw(_letter(layout, blocks=blocks))
        box = drawn.signature
        assert box is not None
        closing = max(bottom for *_, bottom in signs(drawn.pdf, "Yours sincerely,", box.page))
        left, name, *_ = next(iter(signs(drawn.pdf, "Élodie Modèle\r\n", box.page)))
        assert layout.height - box.y1 / MILLIMETRE == pytest.approx(closing, abs=4)
        assert layout.height - box.y0 / MILLIMETRE == pytest.approx(name, abs=2)
        assert box.x0 / MILLIMETRE == pytest.approx(left, abs=1) == pytest.approx(layout.signature, abs=1)
        assert box.x1 / MILLIMETRE <= layout.width - layout.right
        assert box.x1 - box.x0 > 60 * MILLIMETRE
        assert box.y1 - box.y0 > 15 * MILLIMETRE


def test_files_that_go_with_a_letter_are_in_it_as_they_were() -> None:
    letter = _full(LAYOUTS[0])
    with pikepdf.open(io.BytesIO(draw(letter).pdf)) as pdf:
        assert {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()} == {
            each.name: each.content for each in letter.attachments
        }
        told = {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF}
        assert told == {"copy.csv": "/Data", "enclosed.pdf": "/Unspecified"}
        (csv,) = (each for each in pdf.Root.AF if str(each.UF) == "copy.csv")
        assert str(csv.EF.F.Subtype) == "/text/csv"
        assert str(csv.Desc) == "The data"


def test_a_file_keeps_every_byte_whatever_its_compressed_form_ends_in() -> None:
    contents = (b"a,%d\r\n" % number for number in range(10_000))
    awkward = next(content for content in contents if zlib.compress(content, 9).endswith(b"\r"))
    for content in (awkward, b"\r", bytes(range(256)) * 40):
        pdf = draw(a_letter(attachments=(Attachment("a.csv", content, "text/csv", "x"),))).pdf
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert opened.attachments["a.csv"].get_file().read_bytes() == content
        assert reader(pdf).attachments["a.csv"] == [content]
        document = pypdfium2.PdfDocument(pdf)
        assert bytes(document.get_attachment(0).get_data()) == content
        document.close()
        report = page.validate_pdf_bytes(without_object_streams(pdf), profile="3a")
        assert report.is_compliant, [str(failure) for failure in report.failures]


def test_the_file_says_nothing_of_where_it_was_made_or_whence_its_parts_came() -> None:
    for layout in LAYOUTS:
        with pikepdf.open(io.BytesIO(draw(_full(layout)).pdf)) as pdf:
            assert {str(value) for key, value in pdf.docinfo.items() if "Date" in key} == {
                "D:20270303000000+00'00'"
            }
            streams = (
                each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Length1" not in each
            )
            everything = b"".join(each.unparse() + _bytes(each) for each in streams)
        for leak in (b"eportlab", b"pikepdf", b"/tmp/", str(Path.cwd()).encode(), b"root@"):
            assert leak not in everything


@pytest.mark.parametrize("name", ["", "..", "../x.csv", "a/b.csv", "a\\b.csv", "a\nb.csv"])
def test_a_file_without_a_plain_name_does_not_go_with_a_letter(name: str) -> None:
    with pytest.raises(ValueError, match="names"):
        draw(a_letter(attachments=(Attachment(name, b"x", "text/csv", ""),)))


def test_two_files_of_one_name_do_not_go_with_a_letter() -> None:
    twice = (Attachment("a.csv", b"x", "text/csv", ""), Attachment("a.csv", b"y", "text/csv", ""))
    with pytest.raises(ValueError, match="names"):
        draw(a_letter(attachments=twice))


def _bytes(stream: pikepdf.Stream) -> bytes:
    return b"" if stream.get("/Subtype") == pikepdf.Name.Image else stream.read_bytes()


def _marks(pdf: bytes) -> list[float]:
    """The distances from the upper edge of the short lines at the left edge of the first sheet, in millimetres."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sheet = opened.pages[0]
        height = float(sheet.mediabox[3])
        for start, end in _lines(sheet):
            if start[1] == end[1] and end[0] < 15 * MILLIMETRE:
                found.add(round((height - start[1]) / MILLIMETRE, 1))
    return sorted(found)


def _lines(sheet: pikepdf.Page) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    start = (0.0, 0.0)
    for step in pikepdf.parse_content_stream(sheet):
        if str(step.operator) in {"m", "l"}:
            place = (float(step.operands[0]), float(step.operands[1]))
            if str(step.operator) == "l":
                yield start, place
            start = place
