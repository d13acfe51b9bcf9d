"""A signature drawn with the mouse: strokes come, go back one by one, and become a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from dpo_desk.signing.pictures import sane
from dpo_desk.ui.widgets.signature_pad import PaperPicture, SignaturePad
from tests.ui.signing import stroke


@pytest.fixture
def pad(qtbot, themed):
    made = SignaturePad("Room for the signature", "Draw here")
    qtbot.addWidget(made)
    made.show()
    return made


def picture(pad: SignaturePad) -> Image.Image:
    return Image.open(io.BytesIO(pad.png()), formats=["PNG"])


def test_strokes_are_taken_as_they_are_drawn_and_told(pad, qtbot):
    with qtbot.waitSignal(pad.changed):
        stroke(pad, (40, 60), (120, 140), (200, 50))
    stroke(pad, (10, 10), (20, 20))
    assert [[(p.x(), p.y()) for p in each] for each in pad.strokes] == [
        [(40, 60), (120, 140), (200, 50)],
        [(10, 10), (20, 20)],
    ]
    assert not pad.empty


def test_only_the_left_button_draws_and_a_move_alone_does_not(pad):
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pad, Qt.MouseButton.RightButton, none, QPoint(40, 40))
    QTest.mouseMove(pad, QPoint(80, 80))
    QTest.mouseRelease(pad, Qt.MouseButton.RightButton, none, QPoint(80, 80))
    assert pad.empty


def test_a_stroke_that_leaves_the_paper_goes_on_along_its_edge(pad):
    stroke(pad, (40, 60), (-100, 60), (5000, 5000))
    assert [(p.x(), p.y()) for p in pad.strokes[0]] == [(40, 60), (0, 60), (pad.width(), pad.height())]


def test_the_last_stroke_and_all_strokes_are_taken_back_by_keys(pad):
    for at in (20, 60, 100):
        stroke(pad, (at, 20), (at, 90))
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [each[0].x() for each in pad.strokes] == [20, 60]
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty
    pad.undo()
    pad.clear()
    assert pad.empty


def test_what_is_drawn_becomes_a_fine_picture_on_nothing(pad):
    stroke(pad, (40, 60), (140, 60))
    image = picture(pad)
    assert image.size == (pad.width() * 4, pad.height() * 4)
    assert image.mode == "RGBA"
    assert image.getpixel((0, 0))[3] == 0
    red, green, blue, alpha = image.getpixel((4 * 90, 4 * 60))
    assert alpha == 255
    assert blue > red + 40
    assert green < 80


def test_a_dot_is_a_stroke_too(pad):
    stroke(pad, (50, 50))
    assert picture(pad).getchannel("A").getbbox() is not None


def test_the_picture_can_be_kept(pad):
    stroke(pad)
    kept = sane(pad.png())
    assert kept.width > 900
    assert len(kept.png) < 100_000


def test_a_screen_reader_is_told_what_it_is_and_what_to_do_instead(pad):
    interface = QAccessible.queryAccessibleInterface(pad)
    assert interface.text(QAccessible.Text.Name) == "Room for the signature"
    assert interface.text(QAccessible.Text.Description) == "Draw here"


def test_a_picture_is_shown_in_the_middle_of_white_paper_and_junk_as_bare_paper(pad, qtbot, themed):
    stroke(pad)
    shown = PaperPicture()
    qtbot.addWidget(shown)
    shown.resize(400, 180)
    for png, inked in ((pad.png(), True), (b"junk", False), (b"", False)):
        shown.show_png(png, "Mine")
        shot = shown.grab().toImage()
        colours = {shot.pixelColor(x, y).name() for x in range(20, 380, 3) for y in range(10, 170, 3)}
        assert (len(colours) > 3) is inked
    assert shown.accessibleName() == "Mine"
