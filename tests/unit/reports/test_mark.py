"""What is seen of a signature stands in the page: readable, tagged, and within its box."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from reports import LETTERS, Mark, Rendered, SignatureBox, place_mark
from reports.content import Annex, Letter, Paragraph
from tests.unit.reports.conforming import failures
from tests.unit.reports.reading import dense, text
from tests.unit.reports.samples import LANGUAGES, PaperWords, a_case, draw, fonts

BOX = SignatureBox(0, 300.5, 172.0, 538.0, 220.0)
LINES = ("Digitally signed by Alix Déléguée", "2 March 2026 at 13:00 (UTC+01:00)")


def a_letter(language: str = "en") -> Letter:
    kind = next(each for each in LETTERS if each.id == "acknowledgement")
    return kind.build(a_case(), PaperWords(language))


def a_picture(size: tuple[int, int] = (600, 200)) -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(0, 0), size, (0, size[1]), (size[0], 0)], fill=(20, 20, 90, 255), width=9)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def marked(paper: Rendered | None = None, box: SignatureBox = BOX, **mark) -> Rendered:
    return place_mark(paper or draw(a_letter()), box, Mark(**mark), fonts())


def inked(pdf: bytes, number: int = 0) -> tuple[float, float, float, float]:
    """What the mark added to the page, in points from the lower left."""
    before, after = (shot(each, number) for each in (draw(a_letter()).pdf, pdf))
    pixels = [
        (x, y)
        for y in range(after.height)
        for x in range(after.width)
        if before.getpixel((x, y)) != after.getpixel((x, y))
    ]
    xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
    return min(xs), after.height - max(ys) - 1, max(xs) + 1, after.height - min(ys)


def shot(pdf: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    image = document[number].render(scale=1).to_pil().convert("L")
    document.close()
    return image


def of_page(pdf: bytes) -> list[tuple[str, str]]:
    """The elements of the first level with what they say aloud."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [(str(kid.S), str(kid.get("/Alt", ""))) for kid in opened.Root.StructTreeRoot.K[0].K]


@pytest.mark.parametrize(
    "mark",
    [
        {"lines": LINES},
        {"picture": a_picture(), "alt": "Signature"},
        {"picture": a_picture(), "alt": "Signature", "lines": LINES},
        {"picture": a_picture((60, 900)), "alt": "Signature"},
        {"lines": ("x" * 300, *LINES)},
    ],
)
def test_a_mark_stays_within_its_box(mark):
    left, bottom, right, top = inked(marked(**mark).pdf)
    assert BOX.x0 - 1 <= left < right <= BOX.x1 + 1
    assert BOX.y0 - 1 <= bottom < top <= BOX.y1 + 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_marked_letter_is_pdf_a_and_pdf_ua_as_before(language, profile):
    pdf = marked(draw(a_letter(language), language), picture=a_picture(), alt="Signature", lines=LINES).pdf
    assert failures(pdf, profile) == []


def test_the_same_mark_gives_the_same_bytes():
    mark = {"picture": a_picture(), "alt": "Signature", "lines": LINES}
    assert marked(**mark).pdf == marked(**mark).pdf


def test_picture_and_words_are_elements_read_behind_the_letter_and_before_its_annexes():
    letter = replace(a_letter(), annexes=(Annex("Enclosed", (Paragraph("What we hold."),)),))
    plain = draw(letter)
    said = of_page(marked(plain, picture=a_picture(), alt="Signature of Zoé", lines=LINES).pdf)
    before = of_page(plain.pdf)
    at = said.index(("/Figure", "Signature of Zoé"))
    assert said[at + 1] == ("/P", "")
    assert said[:at] + said[at + 2 :] == before
    assert said[at + 2][0].startswith("/H")


def test_the_words_can_be_read_and_whatever_they_hold_is_no_markup():
    words = "Alix <b>&amp;</b> <img src=/etc/passwd> Ωmega ✓"
    assert dense(words) in dense(text(marked(lines=(words,)).pdf))


def test_characters_no_font_has_are_named():
    paper = marked(lines=("Alix 測試",))
    assert paper.missing == ("測", "試")


def test_words_that_do_not_fit_are_refused_rather_than_cut():
    with pytest.raises(ValueError, match="does not fit"):
        marked(lines=("word " * 300,))
    with pytest.raises(ValueError, match="does not fit"):
        marked(box=SignatureBox(0, 300, 100, 340, 104), lines=LINES)


def test_pages_box_and_missing_characters_of_the_paper_are_kept():
    paper = replace(draw(a_letter()), missing=("測",), signature=BOX)
    assert replace(marked(paper, lines=LINES), pdf=b"") == replace(paper, pdf=b"")
