"""Workbooks are read as values; what is hostile in them is refused before it costs much."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpo_desk.errors import (
    FileEmpty,
    FileNotOrdinary,
    FileUnreadable,
    ImportFailed,
    NotATable,
    Stopped,
    TableDamaged,
    TableEmpty,
    TableProtected,
    TableTooLarge,
)
from dpo_desk.importers.base import Budget
from dpo_desk.importers.files import TableFiles
from dpo_desk.services.tables import ReadRow
from tests.unit.importers.made import bare_xlsx, inline, ods, ods_text, packed, xlsx


@pytest.fixture
def read(tmp_path):
    def read(content: bytes, name: str = "table.bin", budget: Budget | None = None, **options):
        path = tmp_path / name
        path.write_bytes(content)
        return TableFiles(budget or Budget()).read(path, **options)

    return read


def cells(table):
    sheet = table.sheets[0]
    return [each.cells for each in (sheet.header, *sheet.rows)]


# --- what they say ---------------------------------------------------------------------------------------------------


def test_a_workbook_of_excel_gives_days_and_plain_numbers(read):
    rows = [
        ["Name", "Received", "Number", "Yes"],
        ["Éva", datetime(2026, 1, 2), 0.1 + 0.2, True],
        [],
        ["Jan", datetime(2026, 1, 2, 14, 5), 33612345678, "=1+1"],
    ]
    table = read(xlsx(rows, strings_to_formulas=False))
    assert cells(table) == [
        ("Name", "Received", "Number", "Yes"),
        ("Éva", "2026-01-02", "0.3", "true"),
        ("Jan", "2026-01-02T14:05", "33612345678", "=1+1"),
    ]
    assert [each.number for each in table.sheets[0].rows] == [2, 4]
    assert (table.sheets[0].title, table.encoding) == ("Requests", "")


def test_days_counted_from_1904_are_the_same_days(read):
    table = read(xlsx([["day"], [datetime(2026, 1, 2)]], date_1904=True))
    assert cells(table)[1] == ("2026-01-02",)


def test_rows_and_columns_left_empty_before_the_table_count(read):
    table = read(xlsx([[], [], [None, "Name"], [None, "Eva"]]))
    assert (table.sheets[0].header.number, cells(table)) == (3, [("", "Name"), ("", "Eva")])


def test_a_spreadsheet_of_libreoffice_is_read(read):
    day = '<table:table-cell office:value-type="date" office:date-value="2026-01-02"/>'
    number = '<table:table-cell office:value-type="float" office:value="3"/>'
    row = f"<table:table-row>{ods_text('Éva')}{day}{number}</table:table-row>"
    head = f"<table:table-row>{ods_text('Name')}</table:table-row>"
    table = read(ods(f'<table:table table:name="Liste">{head}{row}</table:table>'))
    assert cells(table) == [("Name",), ("Éva", "2026-01-02", "3")]
    assert table.sheets[0].title == "Liste"


def test_an_empty_end_repeated_a_million_times_costs_nothing(read):
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    row = f"<table:table-row>{ods_text('Name')}</table:table-row>"
    assert cells(read(ods(f'<table:table table:name="A">{row}{empty}</table:table>'))) == [("Name",)]


def test_the_kind_is_known_by_the_bytes_and_not_by_the_name(read):
    assert cells(read(xlsx([["Name"], ["Eva"]]), "list.csv")) == [("Name",), ("Eva",)]
    assert cells(read(b"Name\nEva\n", "list.xlsx")) == [("Name",), ("Eva",)]


def test_a_long_list_is_read_to_its_end(read):
    table = read(b"name;number\n" + b"".join(b"Eva;%d\n" % number for number in range(50_000)))
    assert len(table.sheets[0].rows) == 50_000
    assert table.sheets[0].rows[-1] == ReadRow(50_001, ("Eva", "49999"))


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (xlsx([]), TableEmpty),
        (packed({"word/document.xml": "<a/>"}), NotATable),
        (packed({"a.txt": b"x"})[:30], NotATable),
        (b"%PDF-1.7 ...", NotATable),
        (xlsx([["a"]])[:-200], NotATable),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000), TableDamaged),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), TableProtected),
        (bare_xlsx("<row><c r='A1'"), TableDamaged),
    ],
    ids=["nothing", "no sheet", "a text", "half a head", "paper", "cut off", "old", "locked", "half a cell"],
)
def test_what_is_no_sound_table_is_told_by_its_name(read, content, refusal):
    with pytest.raises(refusal):
        read(content)


def test_a_spreadsheet_with_a_password_is_told_as_such(read):
    locked = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        "<manifest:encryption-data/></manifest:file-entry>"
    )
    with pytest.raises(TableProtected):
        read(ods("", manifest=locked))


def test_a_part_locked_with_a_password_is_told_as_such(read):
    content = bytearray(xlsx([["a"]]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    with pytest.raises(TableProtected):
        read(bytes(content))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_in_every_format(read, declared):
    for content in (
        bare_xlsx(f"<row r='1'>{inline('A1', '&b;&secret;')}</row>", before=declared),
        ods('<table:table table:name="A"/>', before=declared),
    ):
        with pytest.raises(TableDamaged):
            read(content)


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_refused_at_once(read):
    content = bare_xlsx("", more={"xl/media/image1.png": bytes(205 * 1024 * 1024)})
    assert len(content) < 300_000
    began = time.monotonic()
    with pytest.raises(TableTooLarge):
        read(content)
    assert time.monotonic() - began < 10  # two seconds, on a machine with nothing else to do


def test_a_part_that_hides_its_size_is_found_out(read):
    content = bytearray(bare_xlsx("", more={"xl/media/image1.png": bytes(3_000_000)}))
    real = struct.pack("<I", 3_000_000)
    at = content.find(real)
    while at >= 0:
        content[at : at + 4] = struct.pack("<I", 10)
        at = content.find(real, at + 4)
    with pytest.raises(TableDamaged):
        read(bytes(content))
    with pytest.raises(TableTooLarge):
        read(bytes(content), budget=Budget(unpacked=1_000_000))


def test_parts_that_lie_within_each_other_are_refused(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/a.xml", "a" * 500)
        first, second = made.infolist()
        second.header_offset = first.header_offset
    with pytest.raises(TableDamaged):
        read(out.getvalue())


def test_a_hundred_thousand_parts_are_refused(read):
    parts = {f"xl/{number}": b"" for number in range(12_000)}
    with pytest.raises(TableTooLarge):
        read(packed({"xl/workbook.xml": "<workbook/>", **parts}))


def test_unusual_packing_is_refused(read):
    parts = {"mimetype": "x", "content.xml": "<a/>"}
    with pytest.raises(TableDamaged):
        read(packed(parts, zipfile.ZIP_LZMA))


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_within_the_memory(read):
    sheet = f"<row r='1'>{inline('A1', 'a')}</row><row r='1048576'>{inline('XFD1048576', 'z')}</row>"
    began = time.monotonic()
    with pytest.raises(TableTooLarge):
        read(bare_xlsx(sheet))
    assert time.monotonic() - began < 10


def test_a_row_repeated_a_million_times_is_refused(read):
    row = f'<table:table-row table:number-rows-repeated="1048576">{ods_text("a")}</table:table-row>'
    with pytest.raises(TableTooLarge):
        read(ods(f'<table:table table:name="A">{row}</table:table>'))


def test_one_long_text_used_again_and_again_is_refused(read):
    text = "x" * 390_000
    shared = (
        f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>{text}</t></si></sst>"
    )
    rows = "".join(f"<row r='{n}'><c r='A{n}' t='s'><v>0</v></c></row>" for n in range(1, 9001))
    book = xlsx([["a"]])
    with zipfile.ZipFile(io.BytesIO(book)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["xl/sharedStrings.xml"] = shared
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index("<sheetData>") + len("<sheetData>"), sheet.index("</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + rows + sheet[end:]
    with pytest.raises(TableTooLarge):
        read(packed(parts))


def test_many_rows_and_columns_are_refused_by_number(read):
    with pytest.raises(TableTooLarge) as refusal:
        read(xlsx([["a"]] * 12), budget=Budget(rows=11))
    assert refusal.value.params["rows"] == 11
    with pytest.raises(TableTooLarge):
        read(xlsx([["a"] * 6]), budget=Budget(columns=5))


# --- time, stopping, the file ----------------------------------------------------------------------------------------


def test_reading_can_be_stopped(read):
    with pytest.raises(Stopped):
        read(b"a;b\n" * 900_000, stopped=lambda: True)


def test_what_takes_too_long_is_refused(read):
    with pytest.raises(TableTooLarge):
        read(b"a;b\n" * 900_000, budget=Budget(seconds=0))


def test_a_file_that_is_not_there_cannot_be_read(tmp_path):
    for path in (tmp_path / "none.csv", Path("a\0b")):
        with pytest.raises(FileUnreadable):
            TableFiles().read(path)
    with pytest.raises(FileNotOrdinary):
        TableFiles().read(tmp_path)


def test_a_file_larger_than_the_budget_is_not_even_handed_on(read):
    with pytest.raises(TableTooLarge):
        read(b"a;b\n" * 10, budget=Budget(packed=39))


def test_the_file_itself_is_left_as_it_was(read, tmp_path):
    content = xlsx([["Name"], [date(2026, 1, 2)]])
    read(content)
    assert (tmp_path / "table.bin").read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["table.bin"]


def test_the_endings_of_every_kind_are_known():
    assert set(TableFiles().endings) == {".xlsx", ".xlsm", ".ods", ".xls", ".csv", ".tsv", ".txt"}


SOUND = xlsx([["Name", "Day"], ["Eva", date(2026, 1, 2)]])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused(read, data):
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImportFailed):
        assert read(bytes(content)).sheets
