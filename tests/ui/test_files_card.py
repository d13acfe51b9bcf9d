"""The card of a request's files: dropped in, told, looked at, saved out, erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from dpo_desk.domain.file import ASK_ABOVE, FileKind
from dpo_desk.library.wording import wording
from dpo_desk.ui.widgets.file_row import EraseDialog
from dpo_desk.ui.widgets.file_words import size_text
from tests.ui.conftest import markup_readers, stops, tab_walk, type_text, unnamed
from tests.ui.file_samples import a_pdf, an_image
from tests.ui.files_host import Host, a_file, data_of, drop

BOTH = pytest.mark.parametrize("words", ["en", "fr"], indirect=True)


@pytest.fixture
def host(bare_desk: Any, qtbot: Any) -> Host:
    host = Host(bare_desk)
    host.resize(760, 900)
    qtbot.addWidget(host)
    host.show()
    return host


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return a_file(tmp_path, "Demande de Zoé.pdf", a_pdf())


def names(host: Host) -> list[str]:
    return [row.file.name for row in host.card.rows()]


# --- in ---------------------------------------------------------------------------------------------------------------


def test_dropped_files_are_taken_in_and_told_and_stay_where_they_were(host: Host, letter: Path) -> None:
    picture = a_file(letter.parent, "scan.png", an_image())
    event = drop(host.card, data_of(letter, picture))
    host.rest()
    assert event is not None
    assert event.dropAction() is Qt.DropAction.CopyAction  # who gives must not delete them
    assert names(host) == ["Demande de Zoé.pdf", "scan.png"]
    assert host.told == [frozenset({host.case})]  # once for both
    assert letter.exists()
    assert picture.exists()
    assert not host.card.banner.text
    assert host.card.bar.isHidden() or not host.card.bar.isVisible()


def test_a_file_a_mail_program_takes_back_at_once_is_there(host: Host, letter: Path) -> None:
    content = letter.read_bytes()
    drop(host.card, data_of(letter))
    host.rest()
    letter.unlink()
    file = host.card.rows()[0].file
    assert host.desk.services.files.content(file.id) == content


def test_what_is_no_file_of_this_computer_is_not_let_in(host: Host) -> None:
    assert drop(host.card, data_of("https://example.invalid/x.pdf")) is None
    words = data_of()
    words.setText("only words")
    assert drop(host.card, words) is None


def test_pasting_takes_files_in_and_says_when_there_is_none(host: Host, letter: Path) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setMimeData(data_of(letter))
    host.card.add_button.setFocus()
    QTest.keyClick(host.card.add_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    host.rest()
    assert names(host) == ["Demande de Zoé.pdf"]
    clipboard.setText("only words")
    host.card.paste()
    assert host.card.banner.text == host.desk.words("ui.files.no_file")
    clipboard.clear()


def test_the_kind_holds_for_one_choice_only(host: Host, letter: Path) -> None:
    other = a_file(letter.parent, "other.txt", b"x")
    host.add(letter, kind=FileKind.IDENTITY_COPY)
    host.add(other, kind=FileKind(host.card.kind.value()))
    assert [row.file.kind for row in host.card.rows()] == [FileKind.IDENTITY_COPY, FileKind.ATTACHMENT]


@BOTH
def test_the_same_bytes_again_and_what_cannot_be_taken_in_are_told_together(host: Host, letter: Path) -> None:
    again = a_file(letter.parent, "again.pdf", letter.read_bytes())
    empty = a_file(letter.parent, "empty.txt", b"")
    folder = letter.parent / "folder"
    folder.mkdir()
    host.add(letter, again, empty, folder, letter.parent / "gone.txt")
    assert names(host) == ["Demande de Zoé.pdf"]
    lines = host.card.banner.text.replace("\u200b", "").split("\n")
    assert len(lines) == 4
    for name, line in zip(("again.pdf", "empty.txt", "folder", "gone.txt"), lines, strict=True):
        assert line.startswith(f"\u2068{name}\u2069")
    assert "Demande de Zoé.pdf" in lines[0]


def test_a_large_file_is_asked_about_and_then_taken_in(host: Host, letter: Path) -> None:
    large = letter.parent / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(ASK_ABOVE + 1)
    host.add(large, letter)
    assert names(host) == ["Demande de Zoé.pdf"]
    assert "large.bin" in host.card.banner.text
    button = next(b for b in stops(host.card.banner) if b.text() == host.desk.words("ui.files.large_do"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    host.rest()
    assert set(names(host)) == {"Demande de Zoé.pdf", "large.bin"}
    assert not host.card.banner.text


def test_taking_in_can_be_stopped_and_shows_how_far_it_is(
    host: Host, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service waits in the middle, as a slow medium would, until the window has shown it and stopped it."""
    files = host.desk.services.files
    real = files.add
    seen: list[str] = []

    def slow(*args: Any, watch: Any, **more: Any) -> Any:
        def waiting(done: int, whole: int) -> bool:
            watch(whole // 2, whole)
            run = host.card._running[0]
            assert run.stopped.wait(10)
            return watch(done, whole)

        return real(*args, watch=waiting, **more)

    monkeypatch.setattr(type(files), "add", lambda _self, *args, **more: slow(*args, **more))
    host.card.add([letter, a_file(letter.parent, "next.txt", b"x")])

    def shown() -> bool:
        seen.append(host.card.bar.accessibleDescription())
        return "50" in seen[-1]

    for _ in range(100):
        QTest.qWait(20)
        if shown():
            break
    assert "50" in seen[-1]
    assert host.card.cancel.isVisible()
    QTest.mouseClick(host.card.cancel, Qt.MouseButton.LeftButton)
    host.rest()
    assert names(host) == []
    assert host.desk.services.files.of_case(host.case) == ()
    assert not host.card.cancel.isVisible()


def test_a_card_that_goes_stops_what_is_on_its_way(
    host: Host, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock takes every screen away; the vault is closed as soon as the lane is free."""
    files = host.desk.services.files
    real, card = files.add, host.card

    def slow(*args: Any, watch: Any, **more: Any) -> Any:
        run = watch.__self__
        return real(*args, watch=lambda *told: run.stopped.wait(10) and watch(*told), **more)

    monkeypatch.setattr(type(files), "add", lambda _self, *args, **more: slow(*args, **more))
    card.add([letter])
    host.desk.lane.hush()
    host.desk.news.happened.disconnect(host.refresh)
    host.takeWidget().deleteLater()
    QApplication.processEvents()
    QTest.qWait(0)
    assert host.desk.lane.wait(5000)
    assert files.of_case(host.case) == ()


# --- shown ------------------------------------------------------------------------------------------------------------


@BOTH
def test_a_row_says_kind_size_and_day_and_each_button_which_file_it_is_for(host: Host, letter: Path) -> None:
    host.add(letter, kind=FileKind.PROOF)
    row, words = host.card.rows()[0], host.desk.words
    assert words("case.file.proof") in row.about.text()
    assert size_text(row.file.size, words) in row.about.text()
    for button in row.buttons.values():
        assert "Demande de Zoé.pdf" in button.accessibleName()
    assert not unnamed(host.card)
    assert not markup_readers(host.card)


def test_a_name_can_neither_turn_its_line_nor_pass_for_markup(host: Host, tmp_path: Path) -> None:
    host.add(a_file(tmp_path, "<b>facture\u202efdp.exe", b"MZ\0"))
    row = host.card.rows()[0]
    assert row.file.name == "<b>facture\u202efdp.exe"  # kept as it came
    assert row.name.text() == "\u2068<b>facture\ufffdfdp.exe\u2069"
    assert "<b>" not in row.name.toolTip()


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (1, "1 byte"),
        (900, "900 bytes"),
        (1500, "1.5 KB"),
        (14_400, "14 KB"),
        (2_500_000, "2.4 MB"),
        (500 * 2**20, "500 MB"),
    ],
)
def test_sizes_are_told_as_people_say_them(size: int, told: str) -> None:
    assert size_text(size, wording("en")) == told


def test_everything_can_be_reached_and_done_with_the_keyboard(host: Host, letter: Path) -> None:
    host.add(letter)
    row = host.card.rows()[0]
    walked = tab_walk(host.card)
    for wanted in (host.card.add_button, host.card.kind.combo, row.name, *row.buttons.values()):
        assert wanted in walked
    row.name.setFocus()
    QTest.keyClick(row.name, Qt.Key.Key_Delete)
    (dialog,) = host.findChildren(EraseDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert row.file.kept


def test_the_keyboard_stays_in_its_row_while_others_come(host: Host, letter: Path) -> None:
    host.add(letter)
    row = host.card.rows()[0]
    row.buttons["save"].setFocus()
    host.add(a_file(letter.parent, "more.txt", b"x"))
    assert host.card.rows()[0] is row
    assert row.buttons["save"].hasFocus()


# --- out --------------------------------------------------------------------------------------------------------------


def test_a_copy_is_offered_under_a_safe_name_and_the_note_says_it_is_not_encrypted(
    host: Host, tmp_path: Path
) -> None:
    host.add(a_file(tmp_path, "\u202e.fdp..  ", b"%PDF-1.7 x"))
    noted: list[str] = []
    host.desk.messages.noted.connect(lambda note: noted.append(note.text))
    dialog = host.card.save(host.card.rows()[0].file)
    assert [Path(each).name for each in dialog.selectedFiles()] == ["fdp"]
    target = tmp_path / "copy.pdf"
    dialog.fileSelected.emit(str(target))
    host.rest()
    dialog.close()
    assert target.read_bytes() == b"%PDF-1.7 x"
    assert noted == [host.desk.words("ui.files.saved")]


def test_choosing_takes_in_all_that_is_chosen(host: Host, letter: Path) -> None:
    dialog = host.card.choose()
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(letter)])
    host.rest()
    dialog.close()
    assert names(host) == ["Demande de Zoé.pdf"]


# --- erased -----------------------------------------------------------------------------------------------------------


@BOTH
def test_erasing_asks_for_a_reason_and_leaves_a_line_without_the_name(host: Host, letter: Path) -> None:
    host.add(letter)
    words, row = host.desk.words, host.card.rows()[0]
    dialog = host.card.erase(row.file)
    assert not unnamed(dialog)
    assert not markup_readers(dialog)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    host.rest()
    assert dialog.isVisible()  # no reason, no erasing
    assert host.desk.services.files.content(row.file.id)
    type_text(dialog.reason.box, "Ajouté par erreur")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    host.rest()
    assert host.focusWidget() is host.card.add_button  # its row has gone
    row = host.card.rows()[0]
    assert not row.file.kept
    assert "Ajouté par erreur" in " ".join(label.text() for label in row.findChildren(type(row.about)))
    assert words("ui.files.erased") in [label.text() for label in row.findChildren(type(row.about))]
    assert stops(row) == []


def test_a_reason_is_at_hand_for_the_copy_of_an_identity_document(host: Host, letter: Path) -> None:
    host.add(letter, kind=FileKind.IDENTITY_COPY)
    dialog = host.card.erase(host.card.rows()[0].file)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    host.rest()
    assert host.desk.services.files.of_case(host.case)[0].purge_reason == host.desk.words(
        "ui.files.erase_identity"
    )


def test_what_was_erased_elsewhere_meanwhile_is_told_in_the_dialog(host: Host, letter: Path) -> None:
    host.add(letter, kind=FileKind.IDENTITY_COPY)
    file = host.card.rows()[0].file
    dialog = host.card.erase(file)
    host.desk.services.files.purge(file.id, "elsewhere")
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    host.rest()
    assert dialog.banner.text
    dialog.reject()
