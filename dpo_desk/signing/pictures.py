"""The picture of a signature out of any picture: ink on nothing, cut to size, written anew point by point."""

from __future__ import annotations

import io
import struct
from typing import cast

from PIL import Image, ImageChops, ImageFilter, ImageOps

from dpo_desk.errors import PictureRefused
from dpo_desk.services.ports import Picture

LARGEST_PNG = 2_000_000
"""Bytes of a picture that is kept."""

MOST_POINTS = 40_000_000
"""Points of a picture that is looked at; a telephone takes fewer, and more would only cost memory."""

_FORMATS = ("PNG", "JPEG")
_SIZE = (1600, 800)  # 600 dots to the inch on 68 mm: finer than any printer shows
_LOOKED_AT = (3200, 3200)
_INK = 32  # of 255: what is no darker than the paper around it by more is grain or shadow
_FULL = 0.6  # of the darkest: from here on it is ink and nothing else
_GROUND = 64  # the paper is looked at this coarsely; a stroke is thinner than a fifth of that


def sane(untrusted: bytes) -> Picture:
    """
    The ink of the picture on a transparent ground, without a word of what else the file held.

    A picture that is transparent already keeps its own ground.

    Raises:
        PictureRefused: ``picture_unreadable`` (no PNG or JPEG, or damaged), ``picture_too_many_points``,
            ``picture_blank``.
    """
    ink = _ink(_decoded(untrusted))
    edges = ink.getchannel("A").filter(ImageFilter.MedianFilter(3)).getbbox()
    if edges is None:
        raise PictureRefused("picture_blank")
    cut = ink.crop(edges)
    cut.thumbnail(_SIZE)
    png = _written(cut)
    while len(png) > LARGEST_PNG:
        cut = cut.reduce(2)
        png = _written(cut)
    return Picture(png, cut.width, cut.height)


def _decoded(untrusted: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(untrusted), formats=_FORMATS) as image:
            if image.width * image.height > MOST_POINTS:
                raise PictureRefused("picture_too_many_points", most=MOST_POINTS // 1_000_000)
            image.draft("RGB", _LOOKED_AT)  # a large JPEG is read coarsely at once
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            upright.thumbnail(_LOOKED_AT)
            return upright
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("picture_too_many_points", most=MOST_POINTS // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, OverflowError) as error:
        raise PictureRefused("picture_unreadable") from error


def _ink(image: Image.Image) -> Image.Image:
    if _range(image.getchannel("A"))[0] < 255:
        return image
    grey = image.convert("L")
    darkness = ImageChops.subtract(_paper(grey), grey)
    darkest = _range(darkness)[1]
    full = max(1, round((darkest - _INK) * _FULL))
    image.putalpha(darkness.point(lambda dark: min(255, max(0, dark - _INK) * 255 // full)))
    return image


def _range(band: Image.Image) -> tuple[int, int]:
    """The smallest and the largest value of a band."""
    least, most = cast("tuple[int, int]", band.getextrema())
    return least, most


def _paper(grey: Image.Image) -> Image.Image:
    """How pale the paper is, everywhere: a photograph is darker in its corners."""
    coarse = grey.resize((_GROUND, _GROUND), Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5))
    return coarse.filter(ImageFilter.GaussianBlur(2)).resize(grey.size, Image.Resampling.BICUBIC)


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    Image.frombytes(image.mode, image.size, image.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
