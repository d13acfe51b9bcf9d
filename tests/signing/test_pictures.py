"""Whatever picture is chosen, what is kept is a small PNG with ink on nothing, or it is refused."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from dpo_desk.errors import PictureRefused
from dpo_desk.signing.pictures import LARGEST_PNG, sane

INK = (25, 30, 110)


def written(image: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def scrawled(image: Image.Image, box: tuple[int, int, int, int] = (600, 400, 1800, 900)) -> Image.Image:
    left, top, right, bottom = box
    points = [(left + (right - left) * n // 12, top if n % 2 else bottom) for n in range(13)]
    ImageDraw.Draw(image).line(points, fill=INK, width=14)
    return image


def photograph() -> Image.Image:
    """Blue ink on grey paper, darker towards the top, with grain."""
    size = (2400, 1600)
    shade = Image.linear_gradient("L").resize(size).point(lambda grey: 150 + grey * 70 // 255)
    grain = Image.effect_noise(size, 14)
    paper = Image.blend(shade, grain, 0.1)
    return scrawled(Image.merge("RGB", (paper, paper, paper))).filter(ImageFilter.GaussianBlur(2))


def kept(untrusted: bytes) -> Image.Image:
    picture = sane(untrusted)
    image = Image.open(io.BytesIO(picture.png), formats=["PNG"])
    image.load()
    assert image.size == (picture.width, picture.height)
    assert len(picture.png) <= LARGEST_PNG
    assert image.mode == "RGBA"
    return image


def refusal(untrusted: bytes) -> str:
    with pytest.raises(PictureRefused) as caught:
        sane(untrusted)
    return caught.value.rule


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_of_a_photograph_the_ink_stays_and_the_paper_goes(form):
    image = kept(written(photograph(), form))
    alpha = image.getchannel("A")
    assert 1180 <= image.width <= 1260
    assert 480 <= image.height <= 560
    shares = alpha.histogram()
    clear, dark = shares[0] / (image.width * image.height), sum(shares[200:]) / (image.width * image.height)
    assert clear > 0.6
    assert 0.05 < dark < 0.3
    strokes = [image.getpixel((x, y)) for x in range(0, image.width, 9) for y in range(0, image.height, 9)]
    inked = [each for each in strokes if each[3] > 240]
    assert all(blue > red for red, _green, blue, _alpha in inked)


def test_a_drawn_picture_keeps_its_own_ground_and_is_cut_to_the_ink():
    drawn = scrawled(Image.new("RGBA", (900, 300), (0, 0, 0, 0)), (100, 80, 700, 200))
    image = kept(written(drawn))
    assert 600 <= image.width <= 640
    assert image.getpixel((image.width // 2, 1))[3] in {0, 255}
    assert image.getchannel("A").getextrema() == (0, 255)


def test_a_picture_that_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = photograph().transpose(Image.Transpose.ROTATE_90)
    image = kept(written(turned, "JPEG", exif=exif))
    assert image.width > 2 * image.height


def test_nothing_of_the_file_but_its_points_is_kept():
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "needle")
    exif = Image.Exif()
    exif[0x010E] = "needle"
    png = sane(written(photograph(), pnginfo=about, exif=exif)).png
    assert b"needle" not in png
    assert {png[at + 4 : at + 8] for at in chunks(png)} == {b"IHDR", b"IDAT", b"IEND"}


def chunks(png: bytes):
    at = 8
    while at < len(png):
        yield at
        at += 12 + struct.unpack(">I", png[at : at + 4])[0]


def test_a_picture_full_of_grain_is_made_smaller_until_it_can_be_kept():
    noise = Image.effect_noise((3000, 2000), 120)
    grain = Image.merge(
        "RGBA", (noise, noise.rotate(90).resize(noise.size), noise.rotate(180), noise.transpose(0))
    )
    image = kept(written(grain))
    assert image.width < 1600


@pytest.mark.parametrize(
    "blank",
    [
        Image.new("RGB", (600, 200), "white"),
        Image.new("RGB", (600, 200), "black"),
        Image.new("L", (600, 200), 130),
        Image.new("RGBA", (600, 200), (0, 0, 0, 0)),
        Image.effect_noise((600, 300), 6),
        Image.new("RGB", (1, 1), "white"),
    ],
)
def test_a_picture_without_a_line_is_refused(blank):
    assert refusal(written(blank)) == "picture_blank"


def bomb(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in parts:
        made += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return made


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 10_000), (8_000, 8_000), (2_000_000, 100)])
def test_a_picture_with_too_many_points_is_refused_before_it_is_unpacked(size):
    assert refusal(bomb(*size)) == "picture_too_many_points"


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        bomb(300, 100)[:60],
        written(Image.new("RGB", (30, 30)), "BMP"),
        written(Image.new("RGB", (30, 30)), "TIFF"),
        written(Image.new("RGB", (30, 30)), "GIF"),
    ],
)
def test_what_is_no_png_or_jpeg_is_refused(junk):
    assert refusal(junk) == "picture_unreadable"


SMALL = {
    form: written(scrawled(Image.new("RGB", (300, 120), "white"), (20, 20, 280, 100)), form)
    for form in ("PNG", "JPEG")
}


@given(st.sampled_from(sorted(SMALL)), st.integers(0, 10**6), st.binary(max_size=8), st.booleans())
def test_a_damaged_picture_is_kept_soundly_or_refused(form, at, put, cut):
    whole = SMALL[form]
    at %= len(whole)
    untrusted = whole[:at] + put + (b"" if cut else whole[at + len(put) :])
    with contextlib.suppress(PictureRefused):
        kept(untrusted)
