"""Files as people send them, and as nobody should: made when they are asked for, of our own bytes."""

from __future__ import annotations

import io
import random
import struct
import zlib
from email.message import EmailMessage

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QImage


def a_pdf(pages: int = 3, words: str = "Page") -> bytes:
    """A PDF with a line of words on each page."""
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for number in range(pages):
        page, stream = len(bodies) + 1, f"BT /F1 24 Tf 72 700 Td ({words} {number + 1}) Tj ET"
        kids.append(f"{page} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {page + 1} 0 R /Resources {font} >>"
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    return pdf_of(bodies)


def pdf_of(bodies: list[str], trailer: str = "") -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010} 00000 n \n".encode())
    out.write(
        f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def hostile_pdfs(count: int = 24) -> dict[str, bytes]:
    """PDFs that want to run something, to fetch something, to be endless, or that are broken in some place."""
    catalogue, one = "<< /Type /Catalog /Pages 2 0 R", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    deep = "[" * 5000 + "]" * 5000
    found = {
        "javascript": pdf_of(
            [f"{catalogue} /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", one, page]
        ),
        "launch": pdf_of([f"{catalogue} /OpenAction << /S /Launch /F (/bin/touch) >> >>", one, page]),
        "uri": pdf_of(
            [f"{catalogue} /OpenAction << /S /URI /URI (http://example.invalid/) >> >>", one, page]
        ),
        "deep": pdf_of([f"{catalogue} /Deep {deep} >>", one, page]),
        "loop": pdf_of([f"{catalogue} >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        "no pages": pdf_of([f"{catalogue} >>", "<< /Type /Pages /Kids [] /Count 0 >>"]),
        "a million pages": pdf_of(
            [f"{catalogue} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", page]
        ),
        "a page like a field": pdf_of(
            [f"{catalogue} >>", one, page.replace("595 842", "900000000 900000000")]
        ),
        "a page of nothing": pdf_of([f"{catalogue} >>", one, page.replace("595 842", "0 0")]),
        "a bomb": _bomb(catalogue, one),
    }
    chance, whole = random.Random(7), a_pdf()
    for number in range(count):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        found[f"broken {number}"] = bytes(
            broken[: chance.randrange(50, len(broken))] if number % 3 == 0 else broken
        )
    return found


def _bomb(catalogue: str, one: str) -> bytes:
    stream = zlib.compress(b"0 0 m 600 800 l S\n" * 2_000_000, 9).decode("latin-1")
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    content = f"<< /Filter /FlateDecode /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    return pdf_of([f"{catalogue} >>", one, page, content])


def an_image(kind: str = "PNG", width: int = 320, height: int = 200, colour: str = "#2060a0") -> bytes:
    """An image of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return content.data()


def hostile_images() -> dict[str, tuple[str, bytes]]:
    """Images that are a bomb, that end too soon, or that are something else."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    def png(width: int, height: int) -> bytes:
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"\0" * 1_000_000)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    return {
        "a bomb": ("image/png", png(60_000, 60_000)),
        "of the largest numbers": ("image/png", png(2**31 - 1, 2**31 - 1)),
        "cut": ("image/jpeg", an_image("JPG")[:100]),
        "a drawing that calls itself a png": ("image/png", drawing),
        "a pdf that calls itself a tiff": ("image/tiff", a_pdf()),
        "noise": ("image/webp", b"RIFF\x10\0\0\0WEBP" + bytes(range(256))),
    }


def a_mail() -> bytes:
    """A mail with plain words, a picture from elsewhere in its HTML, and a file attached."""
    mail = EmailMessage()
    mail["From"] = "Zoé Fictive <zoe@example.org>"
    mail["To"] = "dpo@example.org"
    mail["Date"] = "Mon, 02 Mar 2026 09:15:00 +0100"
    mail["Subject"] = "Ma demande d’accès"
    mail.set_content("Bonjour,\nje demande l’accès à mes données.\nZoé")
    mail.add_alternative('<p>Bonjour</p><img src="http://example.invalid/pixel.png">', subtype="html")
    mail.add_attachment(a_pdf(1), maintype="application", subtype="pdf", filename="pièce.pdf")
    return bytes(mail)
