"""The report of a year and the certificate of erasure: what they say, and their pictures for who cannot see them."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from dpo_desk.domain.statistics import statistics
from dpo_desk.library.wording import wording
from reports.content import Chart, Sheet, Table

from .figured import certificate, figures, year
from .reading import flat, pages, text
from .samples import LANGUAGES, draw

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def blocks(sheet: Sheet, kind: type) -> list[Any]:
    return [each for part in sheet.parts for each in part.blocks if isinstance(each, kind)]


@both_languages
def test_every_figure_of_the_year_is_on_its_pages(language: str) -> None:
    words, found = wording(language), figures()
    read = flat(text(draw(year(language), language).pdf))
    assert flat(words("sheets.requests_year.counting_rights")) in read
    for right, _ in found.by_right:
        assert flat(words(f"law.right.{right}")) in read
    for table, lines in zip(
        blocks(year(language), Table),
        (found.by_month, found.by_right, found.by_regime, found.by_country),
        strict=True,
    ):
        assert [row[1].text for row in table.rows] == [str(each.received) for _, each in lines]


@both_languages
def test_no_word_of_the_heads_is_broken(language: str) -> None:
    read = text(draw(year(language), language).pdf)
    words = wording(language)
    for column in ("received", "answered", "late", "open", "extended", "refused", "median"):
        for word in words(f"sheets.requests_year.column.{column}").split():
            assert word in read


@both_languages
def test_each_picture_says_in_words_what_it_shows(language: str) -> None:
    sheet = year(language)
    charts = blocks(sheet, Chart)
    with pikepdf.open(io.BytesIO(draw(sheet, language).pdf)) as pdf:
        tagged = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == pikepdf.Name.Figure
        ]
        assert [str(each.Alt) for each in tagged] == [each.alternative for each in charts]
        assert all(len(each.A.BBox) == 4 for each in tagged)
    assert len(charts) == 2


def test_the_same_figures_give_the_same_bytes() -> None:
    assert draw(year()).pdf == draw(year()).pdf


def test_a_year_without_requests_says_so_and_draws_no_picture() -> None:
    empty = year(found=statistics([], "2026-01", "2026-12"))
    assert "No request was received in 2026." in flat(text(draw(empty).pdf))
    assert not blocks(empty, Chart)


@both_languages
def test_a_certificate_is_one_page_with_rule_day_and_fingerprint(language: str) -> None:
    (read,) = pages(draw(certificate(language), language).pdf)
    rule = "Code civil, art. 2224" if language == "fr" else "French Civil Code Art. 2224"
    for said in ("R-2021-0007", rule, "5(1)(e)", "5f" * 32, "Maud Delegue"):
        assert said in flat(read)


def test_a_certificate_of_a_request_nobody_answered_says_never() -> None:
    read = flat(text(draw(certificate(answered_month="", state="unanswered", days=None, by="")).pdf))
    assert "Month of the answer Never" in read
    assert "Answered in time" not in read
    assert "Erased by" not in read
