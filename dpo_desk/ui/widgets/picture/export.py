"""A picture to take away: SVG to enlarge and to edit, PNG for whoever cannot; always dark on light, as on paper."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from dpo_desk.domain.picture import Picture
from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.picture.scene import PictureScene
from dpo_desk.ui.widgets.picture.words import Teller

_SHARP = 2.0  # pixels of the file for one of the screen
_MOST_PIXELS = 60_000_000  # a picture of more is drawn smaller: no reader would open it
_DOTS_PER_INCH = 96


def svg(words: Wording, picture: Picture, title: str) -> bytes:
    """The picture as SVG, with its title, and with the list of what it shows as its description."""
    scene = PictureScene(words, picture, theme.LIGHT, title)
    room = QRectF(QPointF(0, 0), scene.sceneRect().size())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setSize(room.size().toSize())
    generator.setViewBox(room)
    generator.setTitle(title)
    generator.setDescription("; ".join(text for text, _ in Teller(words, picture).listed()))
    painter = QPainter(generator)
    painter.fillRect(room, QColor(theme.LIGHT.base))
    scene.render(painter, room, scene.sceneRect())
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def png(words: Wording, picture: Picture, title: str) -> bytes:
    """The picture as PNG, sharp enough to print."""
    scene = PictureScene(words, picture, theme.LIGHT, title)
    size = scene.sceneRect().size()
    scale = min(_SHARP, (_MOST_PIXELS / max(1.0, size.width() * size.height())) ** 0.5)
    image = QImage(
        QSize(round(size.width() * scale), round(size.height() * scale)), QImage.Format.Format_RGB32
    )
    image.fill(QColor(theme.LIGHT.base))
    image.setDotsPerMeterX(round(_DOTS_PER_INCH * scale / 0.0254))
    image.setDotsPerMeterY(round(_DOTS_PER_INCH * scale / 0.0254))
    image.setText("Title", title)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    scene.render(painter, QRectF(image.rect()), scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(buffer.data().data())
