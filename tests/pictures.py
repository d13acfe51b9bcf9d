"""Pictures for trying logos: made here, point by point."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw


def a_picture(width: int = 300, height: int = 120, mode: str = "RGB") -> Image.Image:
    """A dark bar on white, with a corner that shows which side is up."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((width // 10, height // 3, width * 9 // 10, height * 2 // 3), fill=(20, 110, 120))
    pen.rectangle((0, 0, width // 8, height // 8), fill=(200, 30, 30))
    return picture.convert(mode)


def as_png(picture: Image.Image, **how: Any) -> bytes:
    """The picture as PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG", **how)
    return out.getvalue()


def as_jpeg(picture: Image.Image, **how: Any) -> bytes:
    """The picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", **how)
    return out.getvalue()
