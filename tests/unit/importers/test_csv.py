"""Text of every make is read as the table it is, or refused with the line that is wrong."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.errors import (
    ImportFailed,
    NotATable,
    TableEmpty,
    TableLineBroken,
    TableTooLarge,
    TableWrongEncoding,
)
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.importers.csv_table import SEPARATORS, CsvTable

TEXT = "Name;Erhalten\nÉva Müller;02.01.2026\nJörg, der Zweite;03.01.2026\n"


def read(content, budget=None, **reading):
    return CsvTable().read(content, Reading(**reading), budget or Budget())


def rows(content, **reading):
    sheet = read(content, **reading).sheets[0]
    return [each.cells for each in (sheet.header, *sheet.rows)]


@pytest.mark.parametrize(
    ("encoding", "named", "certain"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8-sig", True),
        ("utf-16", "utf-16", True),
        ("utf-32", "utf-32", True),
        ("utf-16-le", "utf-16-le", False),
        ("utf-16-be", "utf-16-be", False),
        ("cp1252", "cp1252", False),
        ("latin-1", "cp1252", False),
    ],
)
def test_the_encoding_is_found_and_told_with_its_certainty(encoding, named, certain):
    table = read(TEXT.encode(encoding))
    assert (table.encoding, table.encoding_certain, table.separator) == (named, certain, ";")
    assert table.sheets[0].rows[0].cells == ("Éva Müller", "02.01.2026")
    assert table.sheets[0].rows[1].cells == ("Jörg, der Zweite", "03.01.2026")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nom;Prénom;Courriel;Droit;Reçue le\nMuster;Éva;eva@example.org;accès;2026-02-02", "cp1252"),
        ("Nombre;Dirección\nMuñoz;Calle de la Constitución 3; Teléfono\n", "cp1252"),
        ("Jméno;Příjmení\nJiří;Dvořák;žádost o přístup\nŘehoř;Černý\n", "cp1250"),
        ("Имя;Фамилия\nЕва;Иванова;доступ к данным\n", "cp1251"),
        ("Όνομα;Επώνυμο\nΕύα;Παπαδοπούλου;πρόσβαση\n", "cp1253"),
        ("Ad;Soyad;İstek\nIşık;Şahin;erişim hakkı\n", "cp1254"),
    ],
)
def test_a_guess_goes_by_the_language_the_text_looks_like(text, encoding):
    assert read(text.encode(encoding)).encoding == encoding


def test_the_encoding_that_was_chosen_is_used():
    assert rows("prénom\nÉva".encode("cp1250"), encoding="cp1250")[1] == ("Éva",)
    assert rows("имя\nЕва".encode("cp1251"), encoding="cp1251")[1] == ("Ева",)


def test_a_wrong_choice_of_encoding_is_told_with_its_line():
    with pytest.raises(TableWrongEncoding) as refusal:
        read("a\nb\né".encode("latin-1"), encoding="utf-8")
    assert refusal.value.params == {"encoding": "utf-8", "line": 3}
    with pytest.raises(TableWrongEncoding):
        read(b"a", encoding="no-such-encoding")


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator):
    content = f"name{separator}asked\nEva{separator}a copy. Thanks\n".encode()
    assert read(content).separator == separator
    assert rows(content) == [("name", "asked"), ("Eva", "a copy. Thanks")]


def test_excel_may_tell_the_separator_in_a_line_of_its_own():
    table = read(b"sep=|\r\na;b|c\r\n1|2\r\n")
    assert table.separator == "|"
    assert [(each.number, each.cells) for each in table.sheets[0].rows] == [(3, ("1", "2"))]


def test_rows_are_numbered_by_the_line_they_begin_in():
    sheet = read(b'\nname;asked\n\nEva;"first\r\nsecond"\nJan;third\n').sheets[0]
    assert sheet.header.number == 2
    assert [(each.number, each.cells) for each in sheet.rows] == [
        (4, ("Eva", "first\nsecond")),
        (6, ("Jan", "third")),
    ]


def test_rows_of_different_lengths_keep_what_they_have():
    assert rows(b"a;b;c\n1\n1;2;3;4;;\n") == [("a", "b", "c"), ("1",), ("1", "2", "3", "4")]


def test_another_row_may_hold_the_headings():
    sheet = read(b"Our requests;;\nname;day;right\nEva;1;2\n").sheets[0].headed_by(2)
    assert sheet.header.cells == ("name", "day", "right")
    assert [each.number for each in sheet.rows] == [3]
    assert [each.number for each in sheet.above] == [1]
    assert sheet.headed_by(1).header.number == 1
    assert sheet.headed_by(77) == sheet


@pytest.mark.parametrize("content", [b'name;asked\nEva;"never closed\n', b'name;asked\nEva;"a"b\n'])
def test_a_broken_quotation_is_told_with_its_line(content):
    with pytest.raises(TableLineBroken) as refusal:
        read(content)
    assert refusal.value.params == {"line": 2}


@pytest.mark.parametrize("content", [b" \n\t\n", codecs.BOM_UTF8, b";;;\n;;\n", b"sep=;\n"])
def test_a_table_without_a_word_is_empty(content):
    with pytest.raises(TableEmpty):
        read(content)


def test_a_zero_is_in_no_text():
    with pytest.raises(NotATable):
        read(b"name;asked\nE\0va;x\n")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x89PNG\r\n", b"{\\rtf1", b"PK\x03\x04rest"])
def test_files_of_other_kinds_are_no_tables(content):
    assert not CsvTable().fits(content)


def test_a_field_of_ten_megabytes_is_refused():
    with pytest.raises(TableTooLarge) as refusal:
        read(b'name\n"' + b"x" * 10_000_000 + b'"\n')
    assert refusal.value.params["characters"] == 400_000


@pytest.mark.parametrize(
    ("content", "budget"),
    [
        (b"a\n" * 12, Budget(rows=11)),
        (b"a;" * 5 + b"b\n", Budget(columns=5)),
        (b"a;b\n" * 4, Budget(cells=7)),
        (b"abcd\n", Budget(characters=3)),
        (b"abcd\n" * 3, Budget(unpacked=11)),
    ],
)
def test_every_limit_of_the_budget_holds(content, budget):
    with pytest.raises(TableTooLarge):
        read(content, budget)
    read(content, Budget())


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda cell: cell == cell.strip()
)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_writer_wrote_is_read_back(table, separator, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(out.getvalue().encode(encoding), separator=separator) == [tuple(row) for row in table]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        table = read(content)
    except ImportFailed:
        return
    assert table.sheets
