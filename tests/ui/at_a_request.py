"""Hands at the page of the requests: open one, press what can be done, type, save."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.services.case_work import DecisionDraft
from tests.ui.whole_desk import case_of, rest

CTRL = Qt.KeyboardModifier.ControlModifier
ON_SAMPLE_DAY = "2026-11-23"


def focus() -> Any:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifier)


def type_keys(text: str) -> None:
    QTest.keyClicks(focus(), text)


def tab_to(widget: Any) -> None:
    """Tab until the keyboard is there; fails when no way leads to it."""
    for _ in range(120):
        if QApplication.focusWidget() is widget:
            return
        key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {widget!r} {widget.accessibleName()}")


def open_case(page: Any, first_name: str) -> str:
    case = case_of(page.desk, first_name)
    page.open_record(case)
    rest(page)
    return case


def act(page: Any, name: str) -> Any:
    """Press a button of the next step, or choose from its menu, and give the form that opens."""
    card = page.case.next
    if name in card.buttons:
        QTest.mouseClick(card.buttons[name], Qt.MouseButton.LeftButton)
    else:
        card.actions_of_menu[name].trigger()
    rest(page)
    return page.case.form


def put(form: Any, **values: object) -> None:
    """Fill fields as if they had been typed."""
    for name, value in values.items():
        form.fields.fields[name].editor.set_value(value)
    form.fields.changed.emit()
    form.fields.show_asked()


def save(page: Any) -> None:
    key(Qt.Key.Key_S, CTRL)
    rest(page)


def the_view(page: Any, case: str) -> Any:
    return page.desk.services.cases.view(case)


def error(form: Any, field: str) -> str:
    """What is said at a field of the form."""
    told: str = form.fields.fields[field].error
    return told


def decided(page: Any, case: str, on: str = ON_SAMPLE_DAY, **draft: Any) -> Any:
    """The request with a decision about one right, taken by the service."""
    page.desk.services.case_work.decide(case, DecisionDraft(**{"on": on, **draft}))
    page.open_record(case)
    page.refresh(None)
    rest(page)
    return the_view(page, case)
