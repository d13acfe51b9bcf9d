"""Names that came from outside are kept as they are and written only as what they seem to be."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpo_desk.domain.file import as_data, media_type_of, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Facture n° 12.pdf", "Facture n° 12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("C:notes.txt", "C_notes.txt"),
        ("a\0b.pdf", "ab.pdf"),
        ("line\nbreak\t.pdf", "linebreak.pdf"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Lpt¹.tar.gz", "_Lpt¹.tar.gz"),
        ("CON\u200b", "_CON"),
        ("name. . ", "name"),
        (".bashrc", "bashrc"),
        ("-rf", "_-rf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066hidden\u2069.pdf", "hidden.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("caf\u0065\u0301.pdf", "café.pdf"),
        ("folder/", "folder"),
        ("\ud800half.pdf", "half.pdf"),
        ("..", "file"),
        ("", "file"),
        (" . ", "file"),
        ("\u202e", "file"),
    ],
)
def test_a_hostile_name_is_written_as_what_it_seems_to_be(name, safe):
    assert safe_name(name, "file") == safe


@pytest.mark.parametrize("letter", ["x", "é", "🦄", "漢"])
def test_a_long_name_is_cut_and_keeps_its_ending(letter, tmp_path):
    found = safe_name(letter * 300 + ".pdf", "file")
    assert found.endswith(".pdf")
    assert 190 < len(found.encode()) <= 200
    (tmp_path / found).write_bytes(b"")


def test_an_ending_that_is_no_ending_does_not_keep_a_name_long():
    assert len(safe_name("a." + "y" * 300, "file").encode()) <= 200


@given(st.text())
def test_any_name_stays_inside_the_folder_and_means_the_same_everywhere(name):
    found = safe_name(name, "file")
    target = Path("/target") / found
    assert os.path.normpath(target) == str(target)
    assert target.parent == Path("/target")
    assert PureWindowsPath("D:/target", found).parent == PureWindowsPath("D:/target")
    assert not PureWindowsPath(found).is_reserved()
    assert found
    assert not found.startswith(("-", ".", " "))
    assert not found.endswith((".", " "))
    assert not any(unicodedata.category(sign)[0] == "C" for sign in found)
    assert len(found.encode()) <= 202
    assert safe_name(found, "file") == found


@given(st.text(st.characters()))
def test_the_name_that_is_kept_differs_only_where_nothing_can_be_kept(name):
    kept = as_data(name)
    assert "\0" not in kept
    kept.encode()
    assert all(b in (a, "\ufffd") for a, b in zip(name, kept, strict=False))
    assert len(kept) == min(len(name), 500)


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("x.txt", b"%PDF-1.7", "application/pdf"),
        ("x", b"junk before\n%PDF-1.4", "application/pdf"),
        ("x.pdf", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("x", b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        ("x", b"BM\x10\0\0\0\0\0\0\0", "image/bmp"),
        ("BMW.txt", b"BMW invoice", "text/plain"),
        ("mail.EML", b"From: a@example.org", "message/rfc822"),
        ("mail.msg", b"\xd0\xcf\x11\xe0", "application/vnd.ms-outlook"),
        ("notes", "Zoé a écrit".encode(), "text/plain"),
        ("notes", b"MZ\x90\0\x03", "application/octet-stream"),
        ("notes", b"", "application/octet-stream"),
        (
            "folder.txt/a\\b.docx",
            b"PK",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_what_a_file_holds_is_seen_by_its_beginning_and_else_by_its_ending(name, head, found):
    assert media_type_of(name, head) == found
