"""A hand that draws, and files with keys and scans."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dpo_desk.ui.widgets.signature_pad import SignaturePad
from tests.signing.certificates import Pair

ZIGZAG = ((40, 60), (120, 140), (200, 50), (300, 130))


def stroke(pad: SignaturePad, *points: tuple[int, int]) -> None:
    """One stroke through these points."""
    (first, *rest), left, none = points or ZIGZAG, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(pad, left, none, QPoint(*first))
    for point in rest:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, left, none, QPoint(*(rest or [first])[-1]))


def a_scan(folder: Path, name: str = "scan.png") -> Path:
    image = Image.new("RGB", (900, 400), "white")
    ImageDraw.Draw(image).line([(100, 80), (400, 300), (500, 100), (800, 320)], fill=(20, 20, 90), width=12)
    out = io.BytesIO()
    image.save(out, "PNG")
    (folder / name).write_bytes(out.getvalue())
    return folder / name


def a_key_file(folder: Path, pair: Pair, name: str = "me.p12") -> Path:
    (folder / name).write_bytes(pair.p12())
    return folder / name
