"""The letterhead in the settings: typed, seen on a page at once, kept; the logo chosen, refused, taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel

from dpo_desk.parts import Parts
from dpo_desk.services.layouts import layouts
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.letterhead_part import LetterheadPart
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.shell import Desk
from tests.pictures import a_picture, as_jpeg, as_png
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import settle


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> SettingsPage:
    made = show(SettingsPage(register_desk))
    assert isinstance(made, SettingsPage)
    made.open_record("letterhead")
    return made


@pytest.fixture
def part(page: SettingsPage, qtbot: Any) -> LetterheadPart:
    qtbot.waitUntil(lambda: _words(page.letterhead) != "")
    return page.letterhead


def _words(part: LetterheadPart) -> str:
    shown = part.preview.pages.pdf
    return "" if shown is None else "\n".join(shown.text(number) for number in range(len(shown)))


def _type(part: LetterheadPart, field: str, text: str) -> None:
    part.form.jump(field)
    type_text(QApplication.focusWidget(), text)


def test_what_is_typed_is_seen_on_the_page_before_it_is_saved_and_kept_when_it_is(
    page: SettingsPage, part: LetterheadPart, parts: Parts, qtbot: Any
) -> None:
    _type(part, "lines", "1 rue de l’Été")
    _type(part, "footer", "RCS Nowhere 1")
    qtbot.waitUntil(lambda: "1 rue de l’Été" in _words(part) and "RCS Nowhere 1" in _words(part))
    assert parts.letterhead.draft().lines == ""
    part.form.save()
    settle(page)
    assert parts.letterhead.draft().lines == "1 rue de l’Été"
    assert parts.letterhead.draft().footer == "RCS Nowhere 1"


@pytest.mark.parametrize("layout", layouts())
def test_each_layout_is_chosen_by_its_name_and_seen(
    page: SettingsPage, part: LetterheadPart, parts: Parts, qtbot: Any, layout: str
) -> None:
    choice: Any = part.form.fields.fields["layout"].editor
    choice.set_value(layout)
    choice.changed.emit()
    said = page.desk.words(f"letters.specimen.envelope.{layout}")
    qtbot.waitUntil(lambda: said[:40] in _words(part).replace("\r\n", " "))
    part.form.save()
    settle(page)
    assert parts.letterhead.draft().layout == layout


def test_too_many_lines_are_told_at_their_field_and_the_page_stays(
    page: SettingsPage, part: LetterheadPart, qtbot: Any
) -> None:
    before = _words(part)
    box: Any = part.form.fields.fields["lines"].editor
    box.box.setPlainText("line\n" * 12)
    qtbot.wait(500)
    settle(page)
    assert _words(part) == before
    part.form.save()
    settle(page)
    assert "8" in part.form.fields.fields["lines"].error


def test_characters_no_font_has_are_named_beside_the_page(
    page: SettingsPage, part: LetterheadPart, qtbot: Any
) -> None:
    box: Any = part.form.fields.fields["lines"].editor
    box.box.setPlainText("שלום")
    qtbot.waitUntil(lambda: part.told.isVisible())
    assert "ש" in part.told.text()
    box.box.setPlainText("plain")
    qtbot.waitUntil(lambda: not part.told.isVisible())


def test_a_logo_is_chosen_seen_and_taken_away(
    page: SettingsPage, part: LetterheadPart, parts: Parts, tmp_path: Path
) -> None:
    assert not part.remove.isEnabled()
    picture = tmp_path / "logo.jpg"
    picture.write_bytes(as_jpeg(a_picture()))
    dialog = part.choose_logo()
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    dialog.close()
    dialog.fileSelected.emit(str(picture))
    settle(page)
    assert Image.open(io.BytesIO(parts.letterhead.logo())).size == (300, 120)
    assert part.remove.isEnabled()
    assert part.logo_told.text() == page.desk.words("ui.letterhead.logo.there")
    part.remove.click()
    settle(page)
    assert parts.letterhead.logo() == b""
    assert not part.remove.isEnabled()


def test_what_is_no_logo_is_refused_in_words(
    page: SettingsPage, part: LetterheadPart, parts: Parts, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.png"
    huge.write_bytes(as_png(Image.new("1", (20_000, 20_000))))
    part.keep_logo(huge)
    settle(page)
    (box,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert "40 million" in "\n".join(label.text() for label in box.findChildren(QLabel))
    box.close()
    assert parts.letterhead.logo() == b""


def test_every_control_has_a_name_and_none_reads_markup(page: SettingsPage, part: LetterheadPart) -> None:
    assert unnamed(part) == []
    assert markup_readers(part) == []


def test_what_is_typed_is_offered_again_after_the_lock(
    page: SettingsPage, part: LetterheadPart, register_desk: Desk
) -> None:
    _type(part, "lines", "typed and not saved")
    page.keep()
    settle(page)
    kept = register_desk.drafts.load("letterhead")
    assert kept is not None
    assert kept["lines"] == "typed and not saved"
