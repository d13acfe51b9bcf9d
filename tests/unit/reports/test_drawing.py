"""What stands on the page and in the file: read back by readers that had no part in drawing it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from dpo_desk.domain.facts import given
from reports import LETTERS, SHEETS, Content, Rendered, render
from reports.content import (
    Bullets,
    Entry,
    Heading,
    KeyValues,
    Letter,
    Paragraph,
    Part,
    Question,
    Quote,
    Sheet,
    Table,
    Text,
)
from reports.draw.text import clean

from .figured import FIGURED
from .reading import dense, flat, pages, reader, text, without_object_streams
from .registers import an_activity, many, records
from .registers import sheet as a_sheet
from .samples import (
    DAY,
    HOSTILE,
    LANGUAGES,
    PaperWords,
    a_case,
    a_letter,
    an_organisation,
    draw,
    fonts,
    with_every_text,
)

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _all_papers(language: str) -> Iterator[Content]:
    words = PaperWords(language)
    for letter in LETTERS:
        yield letter.build(a_case(), words)
    for kind in SHEETS:
        yield FIGURED[kind.id](language) if kind.id in FIGURED else a_sheet(kind.id, language)


def _letter(**changes: Any) -> Letter:
    return a_letter(**changes)


def _sheet(count: int = 3, language: str = "en") -> Sheet:
    return a_sheet(language=language, register=many(count))


def test_five_thousand_nested_tags_are_five_thousand_words() -> None:
    deep = "<i>" * 5000
    cell = (Entry("label", (Text(deep),)),)
    blocks = (
        Paragraph(deep),
        Bullets((deep,)),
        Quote(deep),
        Heading(deep),
        KeyValues(cell),
        Table(("a",), ((Text(deep),),)),
    )
    assert text(draw(_letter(blocks=blocks)).pdf).count("<") == 5000 * len(blocks)


@pytest.mark.parametrize("hostile", HOSTILE[:8], ids=range(8))
def test_a_hostile_text_in_every_place_of_a_sheet_stands_on_its_pages(hostile: str) -> None:
    drawn = draw(with_every_text(_sheet(1), hostile))
    assert dense(text(drawn.pdf)).count(dense(clean(hostile))) > 40
    assert len(reader(drawn.pdf).pages) == drawn.pages


def test_line_breaks_and_spaces_are_kept() -> None:
    drawn = draw(_letter(blocks=(Paragraph("first line\nsecond   line\r\n  third"),)))
    lines = [line.strip() for line in pages(drawn.pdf)[0].splitlines()]
    assert "first line" in lines
    assert "third" in lines
    assert "second   line" in reader(drawn.pdf).pages[0].extract_text().replace("\u00a0", " ")


def test_characters_no_font_has_are_named_and_shown_as_replaced() -> None:
    drawn = draw(_letter(blocks=(Paragraph("Bonjour 🎉 et שלום"),)))
    assert drawn.missing == tuple(sorted("שלום🎉"))
    assert "\ufffd" in text(drawn.pdf)


def test_signs_that_would_stand_in_the_wrong_place_are_told_instead_of_drawn() -> None:
    assert draw(_letter(blocks=(Paragraph("नमक"),))).missing == ()  # three letters, each by itself
    assert draw(_letter(blocks=(Paragraph("हिन्दी"),))).missing == tuple("िी्")


def test_the_alphabets_of_the_union_are_all_drawn() -> None:
    alphabets = "ÀÂÄÅÃÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØŒÙÚÛÜÝŸÞßĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĦĪĮİĶĹĻĽŁŃŅŇŐŔŘŚŞŠȘŤŢȚŪŮŰŲŹŻŽΑΒΓΔΈΉΊΌΎΏΪΫαάώϊΐБГДЖЗИЙЛФЦЧШЩЪЬЮЯѝ"
    assert draw(_letter(blocks=(Paragraph(alphabets + alphabets.lower()),))).missing == ()


@both_languages
def test_the_same_content_gives_the_same_bytes(language: str) -> None:
    for content in _all_papers(language):
        assert draw(content, language).pdf == draw(content, language).pdf


def test_another_day_of_making_gives_other_bytes_and_the_same_text() -> None:
    letter = _letter()
    other = render(letter, fonts(), PaperWords("en"), DAY.replace(year=2028))
    assert other.pdf != draw(letter).pdf
    assert text(other.pdf) == text(draw(letter).pdf)


@both_languages
def test_every_paper_conforms_to_pdf_ua_1_and_pdf_a_3a(language: str) -> None:
    for content in _all_papers(language):
        pdf = without_object_streams(draw(content, language).pdf)
        for profile in ("ua1", "3a"):
            report = page.validate_pdf_bytes(pdf, profile=profile)
            assert report.is_compliant, [str(failure) for failure in report.failures]


@both_languages
def test_every_page_bears_its_number_and_their_count(language: str) -> None:
    words = PaperWords(language)
    for content in _all_papers(language):
        drawn = draw(content, language)
        texts = pages(drawn.pdf)
        assert len(texts) == drawn.pages == len(reader(drawn.pdf).pages)
        key = "letters.common.page" if isinstance(content, Letter) else "sheets.common.page"
        for number, page_text in enumerate(texts, 1):
            assert flat(words(key, page=number, pages=drawn.pages)) in flat(page_text)


@pytest.mark.parametrize("count", [1, 3, 70])
def test_the_contents_and_the_outline_lead_to_the_pages_they_name(count: int) -> None:
    sheet = _sheet(count)
    drawn = draw(sheet)
    texts = [flat(each) for each in pages(drawn.pdf)]
    read = reader(drawn.pdf)
    first_body = next(
        n for n, each in enumerate(texts) if "The processing activities of the controller under" in each
    )
    contents = " ".join(texts[1:first_body])
    found = {entry.title: read.get_destination_page_number(entry) for entry in _entries(read.outline)}
    assert len(found) == len(sheet.parts)
    for part in sheet.parts:
        place = found[f"{part.ref}  {part.title}" if part.ref else part.title]
        assert part.title in texts[place]
        assert (f"{part.title} {place + 1}" in contents) == part.listed
    for index in range(1, first_body):
        for link in read.pages[index].get("/Annots", ()):
            target = read.named_destinations.get(str(link.get_object().get("/Dest", "")))
            assert target is None or read.get_destination_page_number(target) >= first_body


def test_the_links_of_the_contents_are_one_for_each_part() -> None:
    sheet = _sheet(70)
    read = reader(draw(sheet).pdf)
    links = [link.get_object() for each in read.pages for link in each.get("/Annots", ())]
    assert [str(link["/Contents"]) for link in links] == [part.title for part in sheet.parts]


def test_the_structure_is_read_in_the_order_of_the_pages_and_points_to_living_pages() -> None:
    with pikepdf.open(_stream(draw(_sheet(3)).pdf)) as pdf:
        order = {each.obj.objgen: number for number, each in enumerate(pdf.pages)}
        seen = [order[element.Pg.objgen] for element in _with_page(pdf.Root.StructTreeRoot.K[0])]
    assert seen == sorted(seen)
    assert set(seen) == set(range(max(order.values()) + 1))


def test_the_file_says_what_it_is_and_nothing_of_where_it_was_made() -> None:
    letter = _letter()
    drawn = draw(letter)
    with pikepdf.open(_stream(drawn.pdf)) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": letter.title,
            "/Author": "Exemple & Fils",
            "/Creator": "DPO Desk",
            "/Producer": "DPO Desk",
            "/CreationDate": "D:20270303000000+00'00'",
            "/ModDate": "D:20270303000000+00'00'",
        }
        assert str(pdf.Root.Lang) == "en"
        everything = b"".join(_streams(pdf)) + drawn.pdf
        fonts_used = {
            str(each.get("/BaseFont", "")) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
        }
    for leak in (b"reportlab", b"ReportLab", b"pikepdf", b"/home/", b"/tmp/", str(Path.cwd()).encode()):
        assert leak not in everything
    assert not any("Helvetica" in name for name in fonts_used)


def test_a_field_of_twenty_thousand_words_flows_over_its_pages() -> None:
    long = " ".join(f"word{n}" for n in range(20_000))
    letter = _letter(blocks=(Paragraph(long), Table(("a", "b"), ((Text("x"), Text(long)),), (0.2, 0.8))))
    read = flat(text(draw(letter).pdf))
    assert read.count("word19999") == 2
    assert read.count(" word7777 ") == 2


def test_a_long_value_in_the_register_flows_over_its_pages() -> None:
    sheet = _sheet(1)
    long = " ".join(f"word{n}" for n in range(20_000))
    part = Part("Long", (KeyValues((Entry("label", (Text("before"), Text(long), Text("after"))),)),))
    read = flat(text(draw(replace(sheet, parts=(part,))).pdf))
    assert all(each in read for each in ("before", "word0 ", "word10000 ", "word19999", "after"))


def test_a_field_of_twenty_thousand_words_flows_over_the_pages_of_the_register() -> None:
    long = " ".join(f"word{n}" for n in range(20_000))
    activity = an_activity(rights=given(long), to_clarify=long)
    read = flat(text(draw(a_sheet(register=records(activities=(activity,)))).pdf))
    assert all(read.count(f"word{n} ") == 2 for n in (0, 7777, 19998))


def test_a_cover_of_several_pages_stands_before_the_contents() -> None:
    sheet = _sheet(3)
    assert sheet.cover is not None
    long = tuple(Paragraph(f"Sentence {n} of the cover.") for n in range(120))
    drawn = draw(replace(sheet, cover=replace(sheet.cover, blocks=long)))
    texts = [flat(each) for each in pages(drawn.pdf)]
    (contents,) = [n for n, each in enumerate(texts) if "Contents" in each]
    assert contents > 1
    assert [n for n, each in enumerate(texts) if "of the cover." in each] == list(range(contents))
    for number, each in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in each
    read = reader(drawn.pdf)
    for entry in _entries(read.outline):
        place = read.get_destination_page_number(entry)
        assert str(entry.title).split("  ")[-1] in texts[place]


def test_a_question_has_its_boxes_and_room_and_stays_on_one_page() -> None:
    questions = tuple(
        Question(f"Q{n}", f"Question number {n}, is it?", ("Yes", "No"), "Art. 28", 3, f"Remark {n}")
        for n in range(40)
    )
    texts = pages(draw(_letter(blocks=questions)).pdf)
    for n in range(40):
        (place,) = [page for page, each in enumerate(texts) if f"Question number {n}," in each]
        assert f"Remark {n}" in texts[place]
    assert sum(each.count("☐") for each in texts) == 80


@both_languages
def test_the_marks_of_drafts_and_samples_are_on_every_page(language: str) -> None:
    words = PaperWords(language)
    for content in _all_papers(language):
        key = "letters" if isinstance(content, Letter) else "sheets"
        for each in pages(draw(replace(content, draft=True, sample=True), language).pdf):
            assert words(f"{key}.common.mark.draft") in each
            assert flat(words(f"{key}.common.mark.sample")) in flat(each)
        assert words(f"{key}.common.mark.draft") not in text(draw(content, language).pdf)


def test_a_signature_never_stands_on_a_page_without_a_word_of_the_letter() -> None:
    for filler in range(20, 60):
        letter = _letter(
            blocks=tuple(Paragraph(f"Sentence {n} of the body.") for n in range(filler)), enclosures=()
        )
        texts = pages(draw(letter).pdf)
        (place,) = [n for n, each in enumerate(texts) if "Yours sincerely" in each]
        assert "of the body." in texts[place]
        assert "Élodie Modèle" in texts[place].split("Yours sincerely")[1]


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for filler in range(15, 50):
        blocks = [
            *(Paragraph(f"Sentence {n}.") for n in range(filler)),
            Heading("The heading"),
            Paragraph("What follows."),
        ]
        texts = pages(draw(_letter(blocks=tuple(blocks))).pdf)
        (place,) = [n for n, each in enumerate(texts) if "The heading" in each]
        assert "What follows." in texts[place]


@both_languages
def test_the_usual_acknowledgement_is_one_page(language: str) -> None:
    (kind,) = (each for each in LETTERS if each.id == "acknowledgement")
    assert draw(kind.build(a_case(), PaperWords(language)), language).pages == 1


def test_a_paragraph_that_leads_to_a_list_stands_on_the_page_where_the_list_begins() -> None:
    for filler in range(15, 50):
        blocks = [
            *(Paragraph(f"Sentence {n}.") for n in range(filler)),
            Heading("The heading"),
            Paragraph("The list of all there is:"),
            Bullets(("First point.", "Second point.")),
        ]
        texts = pages(draw(_letter(blocks=tuple(blocks))).pdf)
        (place,) = [n for n, each in enumerate(texts) if "The heading" in each]
        assert "The list of all there is:" in texts[place]
        assert "First point." in texts[place]


def test_a_row_is_not_cut_between_pages_and_the_last_one_never_goes_alone() -> None:
    cell = (Text("above"), Text("between"), Text("below"))
    for filler in range(15, 50):
        rows = KeyValues(tuple(Entry(f"label-{n}.", cell, f"note-{n}.") for n in range(6)))
        blocks = [*(Paragraph(f"Sentence {n}.") for n in range(filler)), rows]
        texts = [each for each in pages(draw(_letter(blocks=tuple(blocks))).pdf) if "label-" in each]
        assert all(each.count("above") == each.count("below") == each.count("note-") for each in texts)
        assert all(each.count("label-") > 1 for each in texts[1:])


def test_a_part_below_another_goes_on_where_that_one_ends() -> None:
    sheet = _sheet(1)
    short = (KeyValues((Entry("label", (Text("value"),)),)),)
    parts = (
        Part("Top", short),
        *(Part(f"Part {n}", short, f"P-{n}", 1) for n in range(4)),
        Part("End", short),
    )
    texts = pages(draw(replace(sheet, parts=parts, contents="")).pdf)
    (place,) = [n for n, each in enumerate(texts) if "Part 0" in each]
    assert all(f"Part {n}" in texts[place] for n in range(4))
    assert "Top" not in texts[place]
    assert "End" not in texts[place]


def test_papers_of_nothing_but_empty_texts_are_still_files() -> None:
    for content in _all_papers("en"):
        drawn = draw(with_every_text(content, " "))
        assert len(reader(drawn.pdf).pages) == drawn.pages


def test_the_organisation_is_the_author_with_its_own_characters() -> None:
    organisation = an_organisation(name="Ωmega <& Søns>")
    letter = LETTERS[0].build(a_case(organisation=organisation), PaperWords("en"))
    drawn: Rendered = draw(letter)
    assert reader(drawn.pdf).metadata.author == "Ωmega <& Søns>"  # type: ignore[union-attr]


# --- reading helpers ----------------------------------------------------------------------------------------------


def _stream(pdf: bytes) -> io.BytesIO:
    return io.BytesIO(pdf)


def _streams(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and "/Length1" not in each:
            yield each.read_bytes()


def _with_page(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if "/Pg" in element:
        yield element
    for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _with_page(kid)


def _entries(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _entries(entry)
        else:
            yield entry
