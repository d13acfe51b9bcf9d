"""
Makes a logo out of any picture: upright, in screen colours, on white, written anew point by point.

What else the file held (place, camera, thumbnails) does not go into letters.
"""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageCms, ImageOps

from . import NoLogo

MOST_POINTS = 40_000_000
"""Points of a picture that is looked at; a telephone takes fewer, and more would only cost memory."""

_FORMATS = ("PNG", "JPEG")
_SIZE = (750, 300)  # 60 × 24 mm with 317 points to the inch
_QUALITY = 92


def sound(untrusted: bytes) -> bytes:
    """
    The logo, as PNG or JPEG as it came.

    Raises:
        NoLogo: It cannot be one.
    """
    try:
        with Image.open(io.BytesIO(untrusted), formats=_FORMATS) as image:
            kind = image.format or _FORMATS[0]
            if image.width * image.height > MOST_POINTS:
                raise NoLogo("too_many_points")
            if getattr(image, "n_frames", 1) > 1:
                raise NoLogo("moving")
            image.draft("RGB", (4 * _SIZE[0], 4 * _SIZE[1]))  # a large JPEG is read coarsely at once
            drawn = _on_white(_screen_colours(ImageOps.exif_transpose(image)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoLogo("too_many_points") from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, OverflowError) as error:
        raise NoLogo("unreadable") from error
    drawn.thumbnail(_SIZE, Image.Resampling.LANCZOS)
    if all(low == high == 255 for low, high in drawn.getextrema()):  # type: ignore[misc]  # pairs, of three bands
        raise NoLogo("blank")
    return _written(drawn, kind)


def _screen_colours(image: Image.Image) -> Image.Image:
    """The picture in sRGB; print colours and wide ones are turned into it by their own profile."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that is none; the colours are taken as they are
            turned = None
        image = turned or image
    return image.convert("RGBA")


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    anew = Image.frombytes(image.mode, image.size, image.tobytes())
    if kind == "JPEG":
        anew.save(out, kind, quality=_QUALITY)
    else:
        anew.save(out, kind, optimize=True)
    return out.getvalue()
