"""Tables are written whole, and no text in them is ever taken for a formula, a link or a number."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpo_desk.errors import CellTooLong, OutputError, RuleBroken
from dpo_desk.exporters import EXPORTERS
from dpo_desk.exporters.csv_file import CsvFile
from dpo_desk.exporters.sheets import titles
from dpo_desk.importers.base import Budget, Reading
from dpo_desk.importers.csv_table import CsvTable
from dpo_desk.importers.ods_table import OdsTable
from dpo_desk.importers.xlsx_table import XlsxTable
from dpo_desk.services.table_export import TableExport
from dpo_desk.services.tables import Sheet, TableFile
from tests.desks import ObedientClock

MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTILE = [
    "=1+1", "+33 6 12", "-2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1+1", "http://example.org",
    "mailto:a@example.org", "<b>&amp;</b>", "' or 1=1", "{=1}", "0012", "1e5", "_x0041_", "TRUE", "2026-01-02",
]  # fmt: skip


def table(*rows, header=("Name", "Value"), title="Requests"):
    return TableFile(sheets=(Sheet(title=title, header=header, rows=rows),), made_at=MADE)


def read_back(kind, content):
    reader = {"xlsx": XlsxTable(), "ods": OdsTable(), "csv": CsvTable()}[kind]
    assert reader.fits(content)
    return reader.read(content, Reading(separator=";"), Budget())


def cells(kind, content):
    sheet = read_back(kind, content).sheets[0]
    return [each.cells for each in (sheet.header, *sheet.rows)]


TYPED = ("Éva", 3, Decimal("1.10"), date(2026, 1, 2), None, 0.5, "x")
HEADER = ("a", "b", "c", "d", "e", "f", "g")


@pytest.mark.parametrize(("kind", "decimal"), [("xlsx", "1.1"), ("ods", "1.1"), ("csv", "1.10")])
def test_every_kind_of_cell_comes_back_as_what_it_was(kind, decimal):
    content = EXPORTERS[kind].content(table(TYPED, header=HEADER))
    assert cells(kind, content)[1] == ("Éva", "3", decimal, "2026-01-02", "", "0.5", "x")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_holds_every_text_as_the_text_it_is(kind, text):
    content = EXPORTERS[kind].content(table((text, "end")))
    assert cells(kind, content)[1] == (text.strip(), "end")
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        inside = "".join(made.read(name).decode() for name in made.namelist())
    assert "<f>" not in inside
    assert "table:formula" not in inside
    assert "<hyperlink " not in inside


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t1", "\r1", "\n1", "＝1", "＋1", "－1", "＠1"])
def test_a_text_file_guards_what_a_spreadsheet_would_calculate(text):
    content = EXPORTERS["csv"].content(table((text, "x"))).decode("utf-8-sig")
    assert (
        next(row for row in list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))[1:])[0]
        == f"'{text}"
    )


def test_numbers_are_not_guarded():
    content = EXPORTERS["csv"].content(table((-5, Decimal("-1E+2")))).decode("utf-8-sig")
    assert content.splitlines()[1] == "-5;-100"


def test_a_text_file_has_its_mark_and_separator_as_wanted():
    assert EXPORTERS["csv"].content(table(("é", 1))) == "\ufeffName;Value\r\né;1\r\n".encode()
    plain = CsvFile(separator=",", mark=False)
    assert plain.content(table(("é", 1))) == "Name,Value\r\né,1\r\n".encode()


def test_several_sheets_stand_below_each_other_in_a_text_file():
    sheets = tuple(Sheet(title=each, header=("h",), rows=((each,),)) for each in ("one", "two"))
    content = EXPORTERS["csv"].content(TableFile(sheets=sheets, made_at=MADE)).decode("utf-8-sig")
    assert content.splitlines() == ["h", "one", "", "two", "h", "two"]


def test_json_says_everything_with_its_type():
    content = EXPORTERS["json"].content(table(TYPED, header=HEADER))
    assert json.loads(content) == {
        "made_at": "2026-11-22T12:00:00+00:00",
        "sheets": [
            {
                "title": "Requests",
                "header": list(HEADER),
                "rows": [["Éva", 3, "1.10", "2026-01-02", None, 0.5, "x"]],
            }
        ],
    }


@pytest.mark.parametrize("kind", EXPORTERS)
def test_the_same_table_gives_the_same_bytes(kind):
    assert EXPORTERS[kind].content(table(TYPED, header=HEADER)) == EXPORTERS[kind].content(
        table(TYPED, header=HEADER)
    )
    assert EXPORTERS[kind].ending == f".{kind}"


def test_a_long_text_is_refused_where_excel_would_drop_it_and_kept_elsewhere():
    long = table(("x" * 40_000, "y"))
    with pytest.raises(CellTooLong) as refusal:
        EXPORTERS["xlsx"].content(long)
    assert refusal.value.params == {"limit": 32_767, "row": 2}
    with pytest.raises(CellTooLong):
        EXPORTERS["xlsx"].content(table(("😀" * 16_384, "y")))
    for kind in ("ods", "csv"):
        assert cells(kind, EXPORTERS[kind].content(long))[1][0] == "x" * 40_000


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_numbers_and_days_a_spreadsheet_would_bend_are_kept_as_text(kind):
    row = (
        12345678901234567890,
        Decimal("0.12345678901234567"),
        date(1899, 5, 1),
        datetime(2026, 1, 2, 3, tzinfo=UTC),
    )
    content = EXPORTERS[kind].content(table(row, header=HEADER[:4]))
    assert cells(kind, content)[1] == (
        "12345678901234567890", "0.12345678901234567", "1899-05-01", "2026-01-02T03:00:00+00:00",
    )  # fmt: skip


def test_titles_of_sheets_are_what_every_spreadsheet_takes():
    assert titles(["a/b:c*", "", "x" * 40, "X" * 40, "History'"]) == (
        "a b c", "2", "x" * 31, "X" * 27 + " (2)", "History",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_every_sheet_is_there(kind):
    sheets = tuple(Sheet(title=each, header=("h",), rows=((each,),)) for each in ("one", "two/2", "Two 2"))
    found = read_back(kind, EXPORTERS[kind].content(TableFile(sheets=sheets, made_at=MADE)))
    assert [each.title for each in found.sheets] == ["one", "two 2", "Two 2 (2)"]


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=60)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_any_text_comes_back_but_for_what_xml_cannot_hold(kind, rows):
    from dpo_desk.exporters.sheets import plain

    rows = [tuple(cell.replace("\t", " ") for cell in row) for row in rows] if kind == "ods" else rows
    found = cells(
        kind, EXPORTERS[kind].content(table(*((*row, "end") for row in rows), header=("a", "b", "c")))
    )
    wanted = [(*(plain(cell).strip() for cell in row), "end") for row in rows]
    assert found[1:] == wanted


def test_a_tabulator_is_one_in_a_spreadsheet_of_opendocument():
    # asked of the file itself: the reader of these tests drops it
    with zipfile.ZipFile(io.BytesIO(EXPORTERS["ods"].content(table(("a\tb  c", 1))))) as made:
        inside = made.read("content.xml").decode()
    assert "<text:p>a<text:tab/>b<text:s/><text:s/>c</text:p>" in inside


# --- into the file ---------------------------------------------------------------------------------------------------


def a_sheet(*rows):
    return table(*rows).sheets[0]


def test_the_old_file_stays_when_the_new_one_cannot_be_made(tmp_path):
    export = TableExport(EXPORTERS, ObedientClock(MADE))
    target = tmp_path / "list.xlsx"
    export.write(target, a_sheet(("a", 1)))
    before = target.read_bytes()
    assert before == EXPORTERS["xlsx"].content(table(("a", 1)))
    with pytest.raises(CellTooLong):
        export.write(target, a_sheet(("x" * 40_000, 1)))
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["list.xlsx"]
    with pytest.raises(OutputError):
        export.write(tmp_path / "no" / "list.csv", a_sheet(("a", 1)))


def test_the_name_of_the_file_says_its_kind(tmp_path):
    export = TableExport(EXPORTERS, ObedientClock(MADE))
    assert export.endings == (".xlsx", ".ods", ".csv", ".json")
    export.write(tmp_path / "list.CSV", a_sheet(("a", 1)))
    assert (tmp_path / "list.CSV").read_bytes().startswith(b"\xef\xbb\xbfName")
    with pytest.raises(RuleBroken) as refusal:
        export.write(tmp_path / "list.doc", a_sheet(("a", 1)))
    assert refusal.value.rule == "table_kind_unknown"
    assert not (tmp_path / "list.doc").exists()
