from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dpo_desk.domain.activity import DataCategory, Recipient
from dpo_desk.domain.activity_picture import activity_picture
from dpo_desk.domain.facts import given, unknown
from dpo_desk.domain.picture import Picture
from dpo_desk.library.wording import wording
from dpo_desk.ui import theme
from dpo_desk.ui.pages.picture import PictureDialog, show_activity_picture, show_register_picture
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.picture import export
from dpo_desk.ui.widgets.picture.scene import Flow, Heading
from dpo_desk.ui.widgets.picture.view import PictureView
from tests.builders import a_transfer, an_activity
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.sample_page import HOSTILE

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 3


def a_picture(**fields: object) -> Picture:
    activity = an_activity(
        **{
            "data_subjects": given(("customers", HOSTILE)),
            "categories": given((DataCategory(name=LONG), DataCategory(name="שלום 🙂"))),
            "recipients": given((Recipient(name="Carriers", named=False), Recipient(name="Parcels Inc."))),
            **fields,
        }
    )
    flow = a_transfer(importer="Parcels Inc.", country=given("US"), processor=None)
    return activity_picture(activity, [], [flow], {}, lambda code: code == "FR")


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> PictureView:
    view = PictureView(desk.words)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.show_picture(a_picture())
    view.setFocus()
    qtbot.waitUntil(view.hasFocus, timeout=2000)
    return view


def test_no_two_boxes_overlap_and_no_word_stands_outside_its_box(view: PictureView) -> None:
    boxes = view.boxes
    places = [box.sceneBoundingRect().adjusted(5, 5, -5, -5) for box in boxes]
    for number, place in enumerate(places):
        assert not any(place.intersects(other) for other in places[number + 1 :])
    for box in boxes:
        for part in box._paragraphs:
            words = part.layout.boundingRect().translated(0, part.top)
            widest = max(part.layout.lineAt(n).naturalTextWidth() for n in range(part.layout.lineCount()))
            assert words.bottom() <= box.size.bottom()
            assert part.layout.lineAt(0).x() + widest <= box.size.right()


def test_lines_touch_the_boxes_they_join(view: PictureView) -> None:
    edges = [box.sceneBoundingRect().adjusted(3, 3, -3, -3) for box in view.boxes]
    flows = [item for item in view.scene().items() if isinstance(item, Flow)]
    heads = [flow for flow in flows if flow._headed]
    assert heads
    for flow in heads:
        end = flow._path.currentPosition()
        assert any(abs(edge.left() - end.x()) < 3 and edge.top() < end.y() < edge.bottom() for edge in edges)


def test_what_is_unknown_or_unnamed_is_said_in_words(view: PictureView, desk: Desk) -> None:
    said = {box.told.sentence.split(" · ")[0]: box.told.sentence for box in view.boxes}
    assert desk.words("ui.picture.mark.unnamed") in said["Carriers"]
    assert desk.words("ui.picture.to_unknown") in said["Carriers"]
    assert "United States" in said["Parcels Inc."]
    told = PictureView(desk.words)
    told.show_picture(a_picture(data_subjects=unknown()))
    assert told.boxes[0].told.said[0].text == desk.words("ui.picture.unknown.people")


def test_arrows_walk_through_the_picture_and_the_screen_reader_hears_the_node(view: PictureView) -> None:
    def at() -> str:
        assert view.current is not None
        return view.current.told.said[0].text

    assert at() == "customers"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert at() == HOSTILE
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert at() in {LONG, "שלום 🙂"}
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current is not None
    assert view.current.told.column == "countries"
    assert view.accessibleDescription() == view.current.told.sentence
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert at() == "customers"


def test_keys_and_the_wheel_zoom(view: PictureView) -> None:
    fitted = view.zoom
    assert fitted <= 1
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > fitted
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(1)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom < 1
    before = view.zoom
    middle = QPointF(view.viewport().rect().center())
    QApplication.sendEvent(
        view.viewport(),
        QWheelEvent(
            middle, middle, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert view.zoom > before
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.zoom == pytest.approx(fitted)


def test_a_picture_too_large_to_be_read_begins_at_its_first_node(view: PictureView) -> None:
    many = given(tuple(Recipient(name=f"Recipient {n}") for n in range(60)))
    view.show_picture(a_picture(recipients=many))
    assert view.zoom >= 0.6
    shown = view.mapToScene(view.viewport().rect()).boundingRect()
    assert shown.intersects(view.boxes[0].sceneBoundingRect())
    view.fit()
    assert view.zoom < 0.6


def test_another_scheme_draws_it_again_and_the_keyboard_stays(view: PictureView, themed: theme.Theme) -> None:
    QTest.keyClick(view, Qt.Key.Key_Down)
    themed.choose(theme.Scheme.DARK)
    assert view.current is not None
    assert view.current.told.said[0].text == HOSTILE
    assert view.current._colours is theme.DARK
    themed.choose(theme.Scheme.LIGHT)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_svg_is_sound_and_holds_every_word(language: str, themed: theme.Theme) -> None:
    words, picture = wording(language), a_picture()
    root = ET.fromstring(export.svg(words, picture, "P-001 & <Orders>"))
    text = "".join(root.itertext())
    assert "P-001 & <Orders>" in text
    assert HOSTILE in text
    assert words("ui.picture.mark.unnamed") in text
    assert root.find("{http://www.w3.org/2000/svg}title") is not None


def test_the_png_is_as_large_as_the_picture_and_light_also_in_the_dark(themed: theme.Theme) -> None:
    themed.choose(theme.Scheme.DARK)
    image = QImage.fromData(export.png(wording("en"), a_picture(), "P-001"))
    themed.choose(theme.Scheme.LIGHT)
    assert image.width() > 1500
    assert image.pixelColor(2, 2).name() == theme.LIGHT.base


def test_headings_stand_above_their_columns(view: PictureView) -> None:
    heads = [item for item in view.scene().items() if isinstance(item, Heading)]
    boxes = [box.sceneBoundingRect() for box in view.boxes]
    assert not any(
        head.sceneBoundingRect().intersects(box.adjusted(4, 4, -4, -4)) for head in heads for box in boxes
    )


# --- the dialog over the example ---------------------------------------------------------------------------------------


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1280, 800)
    widget.show()
    return widget


def there(dialog: PictureDialog, qtbot: QtBot) -> PictureDialog:
    qtbot.waitUntil(lambda: dialog.picture is not None, timeout=10_000)
    return dialog


def test_the_whole_register_is_shown_by_country_and_a_node_opens_its_record(
    register_desk: Desk, below: QWidget, qtbot: QtBot
) -> None:
    dialog = there(show_register_picture(register_desk, below), qtbot)
    box = next(box for box in dialog.view.boxes if box.told.said[0].text == "Adyen")
    dialog.view.go_to(box)
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    page, record, _ = register_desk.moves[-1]  # type: ignore[attr-defined]
    assert page == "processors"
    assert register_desk.services.register.processors.get(record).record.name == "Adyen"


def test_one_activity_can_be_read_as_a_list(register_desk: Desk, below: QWidget, qtbot: QtBot) -> None:
    choice = register_desk.services.register.activities.choices()[1]
    dialog = there(show_activity_picture(register_desk, below, choice.id, choice.ref, choice.name), qtbot)
    dialog._turn.click()
    lines = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert register_desk.words("ui.picture.column.people") in lines
    assert any("Adyen" in line and "Netherlands" in line for line in lines)
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []


def test_an_empty_register_says_so(bare_desk: Desk, below: QWidget, qtbot: QtBot) -> None:
    dialog = show_register_picture(bare_desk, below)
    qtbot.waitUntil(lambda: dialog._stack.currentIndex() == 2, timeout=10_000)
    assert not dialog._saves[0].isEnabled()
