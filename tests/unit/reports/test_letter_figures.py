"""The pictures of a letter: the code that leads back to its case, and the logo, with what they show in words."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from reports import NoLogo
from reports import sound_logo as sound
from reports.content import Sender
from reports.draw.layouts import layout_of
from tests.pictures import a_picture, as_jpeg, as_png

from . import qr
from .reading import MILLIMETRE
from .samples import LAYOUTS, a_letter, draw

in_each_layout = pytest.mark.parametrize("layout", LAYOUTS)

Box = tuple[float, float, float, float]


def _figures(pdf: bytes) -> list[tuple[str, Box]]:
    """What each figure shows in words, and its corners."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            (str(each.Alt), _box(each.A.BBox))
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == pikepdf.Name.Figure
        ]


def _box(corners: Any) -> Box:
    left, bottom, right, top = (float(corner) for corner in corners)
    return left, bottom, right, top


@in_each_layout
@pytest.mark.parametrize("code", ["R-2027-0001", "R-2026-99999", "b/7", "É-1"])
def test_the_code_of_the_first_page_says_the_reference_and_nothing_else(layout: str, code: str) -> None:
    pdf = draw(a_letter(layout=layout, case_code=code)).pdf
    ((alt, box),) = _figures(pdf)
    assert alt == f"QR code with the reference {code}"
    assert qr.read(qr.seen(pdf, 0, box)) == code


def test_the_code_has_four_squares_of_white_around_it_and_stays_clear_of_the_edge() -> None:
    for layout in LAYOUTS:
        pdf = draw(a_letter("access_answer", layout=layout)).pdf
        ((_, (left, bottom, right, top)),) = _figures(pdf)
        room = 4 * (right - left) / qr.SIDE
        scale = 4.0
        document = pypdfium2.PdfDocument(pdf)
        height = document[0].get_height()
        picture = document[0].render(scale=scale).to_pil().convert("L")
        document.close()
        around = (left - room, height - top - room, right + room, height - bottom + room)
        cut = picture.crop(tuple(int(edge * scale) for edge in around))
        edges = (room - 1, room - 1, room + right - left + 1, room + top - bottom + 1)
        cut.paste(255, tuple(int(edge * scale) for edge in edges))
        assert cut.getextrema() == (255, 255)
        assert bottom > 5 * MILLIMETRE


def test_a_letter_without_a_case_has_no_code() -> None:
    assert _figures(draw(a_letter(case_code="")).pdf) == []


@in_each_layout
@pytest.mark.parametrize("size", [(750, 300), (300, 300), (750, 20), (20, 300)])
def test_a_logo_stands_in_the_letterhead_in_its_own_proportions(layout: str, size: tuple[int, int]) -> None:
    letter = a_letter(layout=layout, case_code="")
    pdf = draw(replace(letter, sender=Sender("Example Ltd", ("a line",), logo=as_png(a_picture(*size))))).pdf
    ((alt, (left, bottom, right, top)),) = _figures(pdf)
    assert alt == "Logo of Example Ltd"
    assert (right - left) / (top - bottom) == pytest.approx(size[0] / size[1], rel=0.01)
    head, height = layout_of(letter.layout).head, layout_of(letter.layout).height
    assert left / MILLIMETRE == pytest.approx(head.left, abs=0.01)
    assert height - top / MILLIMETRE == pytest.approx(head.top, abs=0.01)
    assert height - bottom / MILLIMETRE <= head.bottom


# --- what becomes a logo ------------------------------------------------------------------------------------------


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA"])
def test_a_png_of_any_colours_becomes_a_logo_on_white(mode: str) -> None:
    logo = _opened(sound(as_png(a_picture(mode=mode))))
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGB", (300, 120))
    assert logo.getpixel((299, 0)) == (255, 255, 255)
    assert max(logo.getpixel((150, 60))) < 200  # type: ignore[arg-type]


def test_what_shines_through_is_white() -> None:
    clear = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    clear.paste((10, 20, 30, 255), (0, 0, 100, 120))
    logo = _opened(sound(as_png(clear)))
    assert logo.getpixel((250, 60)) == (255, 255, 255)
    assert logo.getpixel((50, 60)) == (10, 20, 30)


def test_a_picture_of_sixteen_bits_keeps_its_greys() -> None:
    deep = Image.new("I;16", (300, 120), 0x8000)
    deep.paste(0xFFFF, (0, 0, 100, 120))
    logo = _opened(sound(as_png(deep)))
    assert logo.getpixel((50, 60)) == (255, 255, 255)
    assert logo.getpixel((250, 60)) == (128, 128, 128)


def test_print_colours_become_colours_of_the_screen() -> None:
    logo = _opened(sound(as_jpeg(a_picture(mode="CMYK"))))
    assert (logo.format, logo.mode) == ("JPEG", "RGB")
    red, green, blue = logo.getpixel((150, 60))  # type: ignore[misc]
    assert red < green < blue + 20


def test_colours_are_those_of_the_pictures_own_profile() -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"____", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"____", b"gXYZ", 1)
    red, green, blue = _opened(sound(as_png(a_picture(), icc_profile=usual))).getpixel((150, 60))  # type: ignore[misc]
    assert (red, green, blue) == pytest.approx((20, 110, 120), abs=2)
    red, green, blue = _opened(sound(as_png(a_picture(), icc_profile=swapped))).getpixel((150, 60))  # type: ignore[misc]
    assert red > green
    assert sound(as_png(a_picture(), icc_profile=b"no profile at all")) == sound(as_png(a_picture()))


def test_a_photograph_taken_sideways_stands_upright() -> None:
    turned = a_picture(120, 300).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees clockwise
    logo = _opened(sound(as_jpeg(turned, exif=exif, quality=95)))
    assert logo.size == (120, 300)
    red, green, blue = logo.getpixel((3, 3))  # type: ignore[misc]
    assert red > 150 > max(green, blue)


def test_a_large_picture_is_made_smaller_in_its_proportions() -> None:
    logo = _opened(sound(as_jpeg(a_picture(6000, 3000))))
    assert logo.size == (600, 300)


def test_nothing_but_points_is_kept_of_a_picture() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody in a kitchen")
    exif = Image.Exif()
    exif[0x010E] = "Somebody's kitchen"
    for picture in (as_png(a_picture(), pnginfo=notes), as_jpeg(a_picture(), exif=exif)):
        assert b"omebody" in picture
        logo = sound(picture)
        assert b"omebody" not in logo
        assert not _opened(logo).getexif()


def _moving() -> bytes:
    out = io.BytesIO()
    a_picture().save(
        out, "PNG", save_all=True, append_images=[a_picture(mode="L").convert("RGB")], duration=100
    )
    return out.getvalue()


def _gif() -> bytes:
    out = io.BytesIO()
    a_picture().save(out, "GIF")
    return out.getvalue()


def _enormous() -> bytes:
    return as_png(Image.new("1", (20_000, 20_000), 1))


REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": (lambda: b"", "unreadable"),
    "no picture": (lambda: b"%PDF-1.7 and so on", "unreadable"),
    "a drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
    "another form": (_gif, "unreadable"),
    "half of one": (lambda: as_png(a_picture())[:200], "unreadable"),
    "half a photograph": (lambda: as_jpeg(a_picture(2000, 2000))[:3000], "unreadable"),
    "20,000 by 20,000 points": (_enormous, "too_many_points"),
    "one that moves": (_moving, "moving"),
    "all white": (lambda: as_png(Image.new("RGB", (300, 120), "white")), "blank"),
    "white on nothing": (lambda: as_png(Image.new("RGBA", (300, 120), (255, 255, 255, 90))), "blank"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_logo_is_refused_for_its_reason(name: str) -> None:
    picture, reason = REFUSED[name]
    with pytest.raises(NoLogo) as refused:
        sound(picture())
    assert refused.value.reason == reason


def test_a_damaged_picture_is_refused_or_drawn_but_never_breaks(subtests: Any) -> None:
    for picture in (as_png(a_picture(40, 30)), as_jpeg(a_picture(40, 30))):
        for place in range(0, len(picture), 3):
            damaged = picture[:place] + bytes([picture[place] ^ 0xFF]) + picture[place + 1 :]
            with subtests.test(place=place), contextlib.suppress(NoLogo):
                assert _opened(sound(damaged)).size
