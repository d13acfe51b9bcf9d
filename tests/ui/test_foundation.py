from __future__ import annotations

import sys
import threading
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from dpo_desk.errors import DiskFull, RuleBroken
from dpo_desk.library import files
from dpo_desk.library.wording import wording
from dpo_desk.ui import icons, theme
from dpo_desk.ui.messages import Messages, Note, crash_code, crash_report
from dpo_desk.ui.shell import Desk, IniViewState
from dpo_desk.ui.tasks import Lane
from dpo_desk.ui.theme import DARK, LIGHT, Colours, Scheme, Theme, Tone
from dpo_desk.ui.widgets.basics import Label, plain_tip
from dpo_desk.ui.widgets.day_field import read_day


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 (1.4.3) defines it."""

    def luminance(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(colours: Colours) -> None:
    grounds = (colours.window, colours.rail, colours.base, colours.alternate, colours.button, colours.hover)
    pairs = [(text, ground) for text in (colours.text, colours.muted) for ground in grounds]
    pairs += [(colours.accent_text, ground) for ground in (*grounds[:5], colours.accent_tint)]
    pairs += [(colours.on_accent, colours.accent), (colours.on_selection, colours.selection)]
    pairs += [
        (text, ground)
        for text in (colours.good, colours.warning, colours.danger)
        for ground in (colours.window, colours.base)
    ]
    pairs += [
        (colours.good, colours.good_tint),
        (colours.warning, colours.warning_tint),
        (colours.danger, colours.danger_tint),
        (colours.text, colours.neutral_tint),
        (colours.text, colours.good_tint),
        (colours.text, colours.warning_tint),
        (colours.text, colours.danger_tint),
    ]
    assert [(a, b) for a, b in pairs if contrast(a, b) < 4.5] == []
    edges = [colours.edge, colours.accent]  # of fields and rings: WCAG 1.4.11 asks for 3
    assert [e for e in edges if contrast(e, colours.base) < 3] == []


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_choosing_dark_changes_palette_labels_and_icons(themed: Theme, qtbot: QtBot) -> None:
    label, named = Label("x", muted=True), icons.icon("lock")
    qtbot.addWidget(label)
    themed.choose(Scheme.DARK)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.muted)
    dark = named.pixmap(32, 32).toImage()
    themed.choose(Scheme.LIGHT)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.muted)
    assert named.pixmap(32, 32).toImage() != dark
    assert QGuiApplication.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)


def test_larger_text_reaches_labels_with_sizes_of_their_own(themed: Theme, qtbot: QtBot) -> None:
    label = Label("x", size=1.5)
    qtbot.addWidget(label)
    before = label.font().pointSizeF()
    assert themed.zoom(5) == 1.5
    assert label.font().pointSizeF() == pytest.approx(before * 1.5)
    themed.zoom(0)
    assert label.font().pointSizeF() == pytest.approx(before)


def test_the_bundled_fonts_are_used(themed: Theme) -> None:
    assert set(theme.FAMILIES) <= set(theme.load_fonts())
    assert QApplication.font().families() == list(theme.FAMILIES)


def test_every_bundled_icon_draws_something(themed: Theme) -> None:
    for entry in files.paths("icons", ".svg"):
        picture = QImage(24, 24, QImage.Format.Format_ARGB32)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        icons.paint(
            painter, picture.rect(), entry.removeprefix("icons/").removesuffix(".svg"), QColor("black")
        )
        painter.end()
        assert any(picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), entry


def test_a_text_from_a_person_is_never_read_as_markup(qtbot: QtBot) -> None:
    label = Label("<b>x")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert not set("<>") & set(plain_tip('<img src="file:///x"><b>x'))


def test_the_binding_keeps_none_alive(qapp: QApplication) -> None:
    thing, before = QObject(), sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -100


# --- the lane --------------------------------------------------------------------------------------------------------


def test_work_runs_beside_the_window_and_its_result_comes_back_on_it(lane: Lane, qtbot: QtBot) -> None:
    parent, told = QObject(), []
    lane.run(
        lambda: threading.current_thread() is threading.main_thread(),
        success=lambda on_main: told.append((on_main, threading.current_thread() is threading.main_thread())),
        parent=parent,
    )
    assert lane.wait()
    assert told == [(False, True)]


def test_work_is_done_in_the_order_asked(lane: Lane) -> None:
    parent, done = QObject(), []
    for number in range(20):
        lane.run(lambda n=number: n, success=done.append, parent=parent)
    assert lane.wait()
    assert done == list(range(20))


def test_the_result_for_a_screen_that_has_gone_is_dropped(lane: Lane) -> None:
    gate, told, parent = threading.Event(), [], QWidget()
    lane.run(gate.wait, success=told.append, parent=parent)
    delete(parent)
    gate.set()
    assert lane.wait()
    assert told == []


def test_an_error_of_ours_goes_to_who_takes_it_else_to_a_dialog(lane: Lane, messages: Messages) -> None:
    parent, taken = QObject(), []

    def fail() -> None:
        raise RuleBroken("x")

    lane.run(fail, success=taken.append, failure=taken.append, parent=parent)
    assert lane.wait()
    assert [type(e) for e in taken] == [RuleBroken]

    def full() -> None:
        raise DiskFull(needed=1, free=0)

    lane.run(full, success=taken.append, parent=parent)
    assert lane.wait()
    assert messages.words("errors.DiskFull.what") in shown_texts()


def test_a_mistake_of_ours_shows_a_code_and_nothing_from_the_records(lane: Lane) -> None:
    def slip(name: str) -> None:
        raise KeyError(name)

    lane.run(lambda: slip("Zoé Müller"), success=lambda _none: None, parent=QApplication.instance())
    assert lane.wait()
    texts = " ".join(shown_texts())
    assert "KeyError-" in texts
    assert "Müller" not in texts


def test_the_code_of_a_mistake_is_made_of_its_place_only() -> None:
    def slip(name: str) -> BaseException:
        try:
            raise KeyError(name)
        except KeyError as error:
            return error

    assert crash_code(slip("Anna")) == crash_code(slip("Bert"))
    assert "test_foundation.slip" in crash_report(slip("Anna"))
    assert "Anna" not in crash_report(slip("Anna"))


def test_work_that_takes_longer_than_a_moment_is_named_until_it_is_done(lane: Lane, qtbot: QtBot) -> None:
    shown, gate = [], threading.Event()
    lane.busy.connect(shown.append)
    lane.run(gate.wait, success=lambda _x: None, parent=QApplication.instance(), busy_text="Saving a copy")
    qtbot.waitUntil(lambda: shown == ["Saving a copy"], timeout=5000)
    gate.set()
    assert lane.wait(5000)
    assert shown == ["Saving a copy", ""]


def test_the_window_stays_awake_while_the_lane_works(lane: Lane, qtbot: QtBot) -> None:
    ticks, gate = [], threading.Event()
    lane.run(lambda: gate.wait(2), success=lambda _x: None, parent=QApplication.instance())
    qtbot.wait(50)
    ticks.append(1)
    assert not lane.at_rest
    gate.set()
    assert lane.wait()


# --- messages, news, view state --------------------------------------------------------------------------------------


def test_a_rule_says_itself_as_the_reason(messages: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [key for key in sorted(messages.words.keys()) if key.startswith("errors.rule.")]
    rule = next(key for key in rules if not messages.words.placeholders(key))
    error = RuleBroken(rule.removeprefix("errors.rule."))
    assert messages.explain(error).why == messages.words(rule)
    assert messages.explain(error).what == messages.words("errors.RuleBroken.what")


def test_a_question_acts_only_on_its_own_verb(messages: Messages, qtbot: QtBot) -> None:
    done: list[str] = []
    for answer in ("Cancel", "Delete it"):
        box = messages.ask(
            "Delete the case?", "This cannot be undone.", "Delete it", lambda: done.append("x")
        )
        button = next(b for b in box.findChildren(QPushButton) if b.text() == answer)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert done == ([] if answer == "Cancel" else ["x"])


def test_a_note_can_carry_the_way_back(messages: Messages) -> None:
    told: list[Note] = []
    messages.noted.connect(told.append)
    undone: list[int] = []
    messages.note("Deleted", lambda: undone.append(1))
    assert told[0].text == "Deleted"
    assert told[0].undo is not None
    told[0].undo()
    assert undone == [1]


def test_news_name_what_changed(desk: Desk) -> None:
    heard: list[object] = []
    desk.news.happened.connect(heard.append)
    desk.news.tell("cases", ids=["1"])
    assert heard[0].touches("cases", "papers")  # type: ignore[attr-defined]
    assert not heard[0].touches("papers")  # type: ignore[attr-defined]


def test_the_look_of_the_window_is_written_at_once(tmp_path: object) -> None:
    path = tmp_path / "view.ini"  # type: ignore[operator]
    IniViewState(path).put("page.x/columns", "1,2")
    assert IniViewState(path).get("page.x/columns") == "1,2"
    assert "columns" in path.read_text()


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-01-30", "dmy", date(2026, 1, 30)),
        (" 30/01/2026 ", "dmy", date(2026, 1, 30)),
        ("30.1.2026", "dmy", date(2026, 1, 30)),
        ("1/30/2026", "mdy", date(2026, 1, 30)),
        ("30/01/26", "dmy", None),
        ("31/02/2026", "dmy", None),
        ("13/13/2026", "dmy", None),
        ("tomorrow", "dmy", None),
        ("", "dmy", None),
    ],
)
def test_a_day_is_read_or_refused_but_never_guessed(text: str, order: str, day: date | None) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize("place", ["common", "shell", "unlock", "shortcuts"])
def test_both_languages_say_the_same_things_with_the_same_placeholders(place: str) -> None:
    english, french = wording("en"), wording("fr")
    keys = [{k for k in sorted(each.keys()) if k.startswith(f"ui.{place}.")} for each in (english, french)]
    assert keys[0]
    assert keys[0] == keys[1]
    differ = [k for k in keys[0] if english.placeholders(k) != french.placeholders(k)]
    assert differ == []


def test_every_tone_has_a_word_colour_and_a_ground() -> None:
    for tone in Tone:
        ink, ground = LIGHT.tone(tone)
        assert ink != ground


def shown_texts() -> list[str]:
    """All texts of the dialogs that are open; they are closed."""
    texts = []
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            texts += [label.text() for label in window.findChildren(QLabel)]
            window.close()
    return texts
