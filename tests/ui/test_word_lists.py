"""The word lists of the settings: every verb by its button, told where it was refused, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.parts import Parts
from dpo_desk.ui.messages import Note
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.catalogues_part import CataloguesPart
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.pages.term_dialogs import DoublesDialog
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.basics import Button
from tests.desks import an_activity, given
from tests.ui.conftest import markup_readers, type_text, unnamed
from tests.ui.register_vault import settle

MEASURE = TermKind.MEASURE
HOSTILE = '<b>locks</b> & "keys" Ω'


@pytest.fixture
def page(register_desk: Desk, show: Callable[[Page], Page]) -> SettingsPage:
    made = show(SettingsPage(register_desk))
    assert isinstance(made, SettingsPage)
    made.open_record("catalogues")
    settle(made)
    return made


@pytest.fixture
def lists(page: SettingsPage) -> CataloguesPart:
    page.catalogues.tabs[MEASURE].click()
    settle(page)
    return page.catalogues


@pytest.fixture
def notes(page: SettingsPage) -> list[Note]:
    heard: list[Note] = []
    page.desk.messages.noted.connect(heard.append)
    return heard


def shown(lists: CataloguesPart) -> list[str]:
    model = lists.list.model
    return [str(model.id_at(row)) for row in range(model.rowCount())]


def give(page: SettingsPage, dialog: Any, text: str) -> None:
    dialog.editor.line.clear()
    type_text(dialog.editor.line, text)
    QTest.keyClick(dialog.editor.line, Qt.Key.Key_Return)
    settle(page)


def used(parts: Parts, text: str) -> int:
    return parts.catalogues.usage(MEASURE).get(text, 0)


def test_each_kind_of_words_has_its_list(page: SettingsPage) -> None:
    for kind in TermKind:
        page.catalogues.tabs[kind].click()
        settle(page)
        texts = shown(page.catalogues)
        assert {term.text for term in page.desk.services.catalogues.terms(kind, "en")} <= set(texts)


def test_a_term_is_added_and_taken_back(page: SettingsPage, lists: CataloguesPart, notes: list[Note]) -> None:
    give(page, lists.add(), HOSTILE)
    assert HOSTILE in shown(lists)
    assert lists.term is not None
    assert lists.term.text == HOSTILE  # it is chosen at once
    undo = notes[-1].undo
    assert undo
    undo()
    settle(page)
    assert HOSTILE not in shown(lists)


def test_a_term_without_words_is_refused_in_its_dialog(page: SettingsPage, lists: CataloguesPart) -> None:
    dialog = lists.add()
    give(page, dialog, "  ")
    assert dialog.isVisible()
    assert dialog.banner.text
    dialog.reject()


def test_a_term_is_renamed_in_every_record_and_back(
    page: SettingsPage, lists: CataloguesPart, parts: Parts, notes: list[Note]
) -> None:
    before = used(parts, "physical protection of premises")
    assert before
    lists.list.select("physical protection of premises")
    dialog = lists.rename()
    give(page, dialog, "guarded doors")
    assert used(parts, "guarded doors") == before
    assert str(before) in notes[-1].text
    undo = notes[-1].undo
    assert undo
    undo()
    settle(page)
    assert used(parts, "physical protection of premises") == before
    assert "guarded doors" not in shown(lists)


def test_a_name_that_is_taken_offers_to_merge_instead(
    page: SettingsPage, lists: CataloguesPart, parts: Parts
) -> None:
    before = used(parts, "physical protection of premises")
    lists.list.select("physical protection of premises")
    dialog = lists.rename()
    assert dialog
    give(page, dialog, "regular backups")
    assert dialog.isVisible()
    merge = next(
        b for b in dialog.banner.findChildren(Button) if b.text() == page.desk.words("ui.catalogues.merge_do")
    )
    merge.click()
    settle(page)
    assert used(parts, "regular backups") == before
    assert "physical protection of premises" not in shown(lists)


def test_a_term_is_merged_into_another_of_the_list(
    page: SettingsPage, lists: CataloguesPart, parts: Parts
) -> None:
    before = used(parts, "encryption of certain data")
    lists.list.select("encryption of certain data")
    dialog = lists.merge()
    assert dialog
    give(page, dialog, "nothing like it")
    assert dialog.banner.text == page.desk.words("ui.catalogues.no_such_term")
    give(page, dialog, "encryption at rest")
    assert used(parts, "encryption at rest") == before
    assert "encryption of certain data" not in shown(lists)


def test_a_hidden_term_is_found_among_the_hidden_and_offered_again(
    page: SettingsPage, lists: CataloguesPart
) -> None:
    lists.list.select("regular backups")
    lists.hiding.click()
    settle(page)
    lists.list.choose_chip("hidden")
    settle(page)
    assert shown(lists) == ["regular backups"]
    lists.list.select("regular backups")
    assert not lists.renaming.isEnabled()
    lists.hiding.click()
    settle(page)
    lists.list.choose_chip("all")
    settle(page)
    assert "regular backups" in shown(lists)


def test_terms_that_look_the_same_are_offered_to_be_made_one(
    page: SettingsPage, lists: CataloguesPart, parts: Parts
) -> None:
    assert not lists.banner.text
    parts.register.activities.save(None, an_activity(security=given("Regular  backup")))
    lists.reload()
    settle(page)
    assert lists.banner.text
    lists.show_doubles()
    settle(page)
    dialog = next(each for each in page.window().findChildren(DoublesDialog))
    assert not unnamed(dialog)
    keep = next(b for b in dialog.findChildren(Button) if "regular backups" in b.accessibleName())
    keep.click()
    settle(page)
    assert used(parts, "regular backups") == 1
    assert used(parts, "Regular backup") == 0
    assert not lists.banner.text


def test_the_list_is_narrowed_down_and_sorted_by_use(page: SettingsPage, lists: CataloguesPart) -> None:
    lists.list.choose_chip("used")
    settle(page)
    assert "physical protection of premises" in shown(lists)
    assert "regular backups" not in shown(lists)
    lists.list.choose_chip("all")
    lists.list.filter.setText("BACKUP")
    QTest.qWait(250)
    assert shown(lists)
    assert all("backup" in text for text in shown(lists))


def test_the_lists_can_be_worked_without_a_mouse_and_read_no_markup(
    page: SettingsPage, lists: CataloguesPart
) -> None:
    give(page, lists.add(), HOSTILE)
    assert not unnamed(page)
    assert not markup_readers(page)
    lists.list.table.setFocus()
    QTest.keyClick(lists.list.table, Qt.Key.Key_Return)
    settle(page)
    dialogs = page.window().findChildren(type(lists.add()))
    assert dialogs
    for dialog in dialogs:
        assert not unnamed(dialog)
        assert not markup_readers(dialog)
        dialog.reject()
