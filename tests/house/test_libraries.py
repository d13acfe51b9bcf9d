"""What we lean on: traps that once cost a day, each kept by a test."""

from __future__ import annotations

import ast
import re
import sys

import pytest
import sqlcipher3
from PySide6.QtCore import QObject
from PySide6.QtSvg import QSvgRenderer

from tests.house import tree


def test_the_binding_keeps_none_alive():
    # PySide6 6.12.0 drops a reference to None at each void call on Python 3.11, and the interpreter aborts (PYSIDE-3474)
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -100


def test_sqlite_has_the_fix_for_the_lost_write_ahead_log():
    assert sqlcipher3.sqlite_version_info >= (3, 51, 3)


def test_sqlite_encrypts_and_searches():
    connection = sqlcipher3.connect(":memory:")
    assert connection.execute("PRAGMA cipher_version").fetchone()[0].startswith("4.")
    options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    assert {"ENABLE_FTS5", "TEMP_STORE=2"} <= options
    connection.close()


@pytest.mark.parametrize("path", tree.files("resources/icons", ending=".svg"), ids=tree.name)
def test_every_icon_can_be_drawn_and_tinted(path, qapp):
    assert QSvgRenderer(str(path)).isValid()
    if path.stem != "dpo-desk":
        assert "currentColor" in path.read_text("utf-8")


def test_every_icon_the_code_names_is_there():
    there = {path.stem for path in tree.files("resources/icons", ending=".svg")}
    asked = {
        value: f"{tree.name(path)}:{line}"
        for path in tree.files("dpo_desk/ui", ending=".py")
        for line, function, call in tree.calls(path)
        if re.search(r"(?:^|\.)(?:icon|pixmap|IconButton|set_icon)$", function)
        and (value := tree.literal(call))
    }
    assert not {name: place for name, place in asked.items() if name not in there}


def test_no_icon_lies_there_that_the_code_never_names():
    named = {
        node.value
        for path in tree.files("dpo_desk", ending=".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {path.stem for path in tree.files("resources/icons", ending=".svg")} <= named


@pytest.mark.parametrize(
    ("font", "letters"),
    [
        ("NotoSans-Regular.ttf", "Zoé Ångström-Łukasz Çağlar «Ελένη» Дарья Øystein — ’ … € № ſ ẞ"),
        ("NotoSans-Bold.ttf", "Zoé Ångström-Łukasz Çağlar «Ελένη» Дарья Øystein — ’ … €"),
        ("NotoSans-Italic.ttf", "Zoé Ångström-Łukasz Çağlar «Ελένη» Дарья Øystein — ’ … €"),
        ("NotoSans-BoldItalic.ttf", "Zoé Ångström-Łukasz Çağlar «Ελένη» Дарья Øystein — ’ … €"),
        ("DejaVuSans.ttf", "☐ ☑ ✓ ✗ → ⚠"),
    ],
)
def test_the_bundled_fonts_have_the_letters_of_european_names_and_our_signs(font, letters):
    from reportlab.pdfbase.ttfonts import TTFontFile

    glyphs = TTFontFile(str(tree.ROOT / "resources" / "fonts" / font)).charToGlyph
    assert not [letter for letter in letters if letter != " " and ord(letter) not in glyphs]


def test_licences_of_what_is_bundled_lie_beside_it():
    for name in ("LICENSE", "NOTICE", "resources/fonts/OFL.txt", "resources/fonts/DejaVu-LICENSE.txt",
                 "resources/icons/LICENSE"):  # fmt: skip
        assert (tree.ROOT / name).stat().st_size > 500


def test_every_direct_dependency_is_named_in_the_notice():
    notice = (tree.ROOT / "NOTICE").read_text("utf-8").lower()
    from tests.house.test_locks import project

    names = [re.split(r"[<>=;\s]", line)[0] for line in project()["project"]["dependencies"]]
    assert not [name for name in names if name.lower() not in notice]
