"""Files from outside are looked at in a process of their own: what they do wrong ends there, and is told."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from dpo_desk.ui.viewer.frames import Frame, packed
from dpo_desk.ui.viewer.remote import Letter, Pages, Viewer, Words
from dpo_desk.ui.viewer.texts import mail_of
from dpo_desk.ui.widgets.basics import Label
from dpo_desk.ui.widgets.feedback import Facts
from tests.store.vaults import SOAK
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.file_samples import a_mail, a_pdf, an_image, hostile_images, hostile_pdfs
from tests.ui.files_host import Host, a_file

WAIT_MS = 30_000
HOSTILE = hostile_pdfs(300 if SOAK else 6)


@pytest.fixture
def host(bare_desk: Any, qtbot: Any) -> Host:
    host = Host(bare_desk)
    host.resize(760, 1000)
    qtbot.addWidget(host)
    host.show()
    yield host
    host.card.preview.close_file()


def shown(host: Host, qtbot: Any) -> Any:
    """What the preview shows once it has made up its mind: its pages, its text or its message."""
    preview = host.card.preview
    opening = host.desk.words("ui.files.opening")
    qtbot.waitUntil(
        lambda: preview._stack.currentIndex() != 0 or preview.message.text() != opening, timeout=WAIT_MS
    )
    return (preview.message, preview.pages.pages, preview.text)[preview._stack.currentIndex()]


def look(host: Host, qtbot: Any, folder: Path, name: str, content: bytes) -> Any:
    host.add(a_file(folder, name, content))
    host.card.look_at(host.card.rows()[-1].file)
    host.rest()
    return shown(host, qtbot)


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_a_pdf_is_shown_page_by_page(host: Host, qtbot: Any, tmp_path: Path) -> None:
    pages = look(host, qtbot, tmp_path, "x.pdf", a_pdf(3))
    assert len(pages.pdf) == 3
    qtbot.waitUntil(lambda: 0 in pages._images, timeout=WAIT_MS)
    picture = pages._images[0]
    dark = sum(picture.pixelColor(x, y).lightness() < 128 for x in range(0, 400, 2) for y in range(0, 400, 2))
    assert dark > 20  # the words are on it
    pages.go_to(2)
    qtbot.waitUntil(lambda: 2 in pages._images, timeout=WAIT_MS)
    pages.set_zoom(2.0)
    qtbot.waitUntil(lambda: any(each.width() > 1100 for each in pages._images.values()), timeout=WAIT_MS)


@pytest.mark.parametrize("kind", ["PNG", "JPG", "BMP", "TIFF", "WEBP"])
def test_an_image_is_shown(host: Host, qtbot: Any, tmp_path: Path, kind: str) -> None:
    pages = look(host, qtbot, tmp_path, f"x.{kind}", an_image(kind, colour="#ff0000"))
    assert len(pages.pdf) == 1
    qtbot.waitUntil(lambda: 0 in pages._images, timeout=WAIT_MS)
    red = pages._images[0].pixelColor(5, 5)
    assert (red.red() > 240, red.green() < 20, red.blue() < 20) == (True, True, True)


@pytest.mark.parametrize(
    ("content", "text", "told"),
    [
        ("Zoé a écrit.\r\nDeux lignes".encode(), "Zoé a écrit.\nDeux lignes", ""),
        ("Zoé a écrit".encode("utf-16"), "Zoé a écrit", "utf-16"),
        ("Zoé a écrit".encode("windows-1252"), "Zoé a écrit", "windows-1252"),
        (b"<b>not markup</b>", "<b>not markup</b>", ""),
        (b"a\x1b[31m\x07b", "a\ufffd[31m\ufffdb", ""),
    ],
)
def test_a_text_is_shown_as_it_is_in_whatever_encoding(
    host: Host, qtbot: Any, tmp_path: Path, content: bytes, text: str, told: str
) -> None:
    box = look(host, qtbot, tmp_path, "x.txt", content)
    assert box.toPlainText() == text
    remark = host.card.preview._remark
    assert (told in remark.text()) if told else not remark.isVisible()


def test_a_long_text_is_cut_and_says_so(host: Host, qtbot: Any, tmp_path: Path) -> None:
    box = look(host, qtbot, tmp_path, "x.txt", b"word " * 300_000)
    assert len(box.toPlainText()) == 1_000_000
    assert host.card.preview._remark.text() == host.desk.words("ui.files.cut")


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_a_mail_is_shown_with_its_headers_its_words_and_the_names_of_its_files(
    host: Host, qtbot: Any, tmp_path: Path
) -> None:
    box = look(host, qtbot, tmp_path, "x.eml", a_mail())
    assert box.toPlainText() == "Bonjour,\nje demande l’accès à mes données.\nZoé\n"
    facts = "\n".join(label.text() for label in host.card.preview.findChild(Facts).findChildren(Label))
    for told in ("Zoé Fictive <zoe@example.org>", "Ma demande d’accès", "pièce.pdf", "2 Mar 2026"):
        assert told in facts
    assert not unnamed(host.card)
    assert not markup_readers(host.card)


def test_a_mail_of_html_alone_is_shown_as_words_and_nothing_is_fetched(
    host: Host, qtbot: Any, tmp_path: Path
) -> None:
    html = b"Subject: x\nContent-Type: text/html\n\n<style>p{}</style><p>Hello<br>you</p><img src=http://example.invalid/x>"
    box = look(host, qtbot, tmp_path, "x.eml", html)
    assert box.toPlainText() == "Hello\nyou"
    assert host.desk.words("ui.files.mail_as_text") in host.card.preview._remark.text()


def test_what_cannot_be_shown_says_so_and_offers_a_copy(
    host: Host, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = look(host, qtbot, tmp_path, "x.docx", b"PK\3\4")
    assert message.text() == host.desk.words("ui.files.cannot_kind")
    saved: list[Any] = []
    monkeypatch.setattr(host.card.preview, "_save", saved.append)
    QTest.mouseClick(host.card.preview.save_copy, Qt.MouseButton.LeftButton)
    assert saved == [host.card.rows()[0].file]


def test_a_file_too_large_to_be_looked_into_is_not_read(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dpo_desk.ui.widgets import file_preview

    monkeypatch.setattr(file_preview, "LARGEST", 10)
    host.add(a_file(tmp_path, "x.txt", b"eleven bytes"))
    monkeypatch.setattr(type(host.desk.services.files), "content", lambda *_: pytest.fail("not wanted"))
    host.card.look_at(host.card.rows()[0].file)
    host.rest()
    assert "10" in host.card.preview.message.text()


def test_a_pdf_with_a_password_says_so(host: Host, qtbot: Any, tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    message = look(host, qtbot, tmp_path, "x.pdf", out.getvalue())
    assert message.text() == host.desk.words("ui.files.cannot_open_locked")


def test_another_file_takes_the_place_of_the_first_and_escape_leaves(
    host: Host, qtbot: Any, tmp_path: Path
) -> None:
    look(host, qtbot, tmp_path, "one.pdf", a_pdf())
    box = look(host, qtbot, tmp_path, "two.txt", b"words")
    assert box.toPlainText() == "words"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not host.card.preview.isVisible()
    assert box.toPlainText() == ""
    assert host.card.add_button.hasFocus()


def test_erasing_what_is_looked_at_takes_it_from_the_screen(host: Host, qtbot: Any, tmp_path: Path) -> None:
    look(host, qtbot, tmp_path, "two.txt", b"words")
    host.desk.services.files.purge(host.card.rows()[0].file.id, "mistake")
    host.refresh()
    assert not host.card.preview.isVisible()


# --- what a file may try ----------------------------------------------------------------------------------------------


def outcome(viewer: Viewer, qtbot: Any, media_type: str, content: bytes) -> object:
    """What came of looking: pages, words, or the reason it was refused; a first picture is asked for as well."""
    came: list[object] = []
    viewer.opened.connect(came.append)
    viewer.refused.connect(came.append)
    viewer._patience.setInterval(8_000)
    viewer.look(media_type, content)
    qtbot.waitUntil(lambda: bool(came), timeout=WAIT_MS)
    if isinstance(came[0], Pages):
        drawn: list[int] = []
        viewer.page_came.connect(drawn.append)
        viewer.image(0, 1.0)
        qtbot.waitUntil(lambda: bool(drawn) or len(came) > 1, timeout=WAIT_MS)
    viewer.close()
    return came[-1]


@pytest.mark.parametrize(("name", "content"), HOSTILE.items(), ids=list(HOSTILE))
def test_a_hostile_pdf_takes_nothing_down(qtbot: Any, name: str, content: bytes) -> None:
    viewer = Viewer()
    result = outcome(viewer, qtbot, "application/pdf", content)
    assert isinstance(result, Pages) or result == "unreadable"
    if name == "a million pages" and isinstance(result, Pages):
        assert len(result.sizes) <= 2000
    if isinstance(result, Pages):
        assert all(1 <= side <= 14_400 for size in result.sizes for side in size)


@pytest.mark.parametrize(("media_type", "content"), hostile_images().values(), ids=list(hostile_images()))
def test_a_hostile_image_is_refused(qtbot: Any, media_type: str, content: bytes) -> None:
    assert outcome(Viewer(), qtbot, media_type, content) == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"From: " + b"=?utf-8?b?" * 10_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
        b"Content-Type: text/plain; charset=no-such-thing\n\n\xe9",
        b"To: a@b, " * 20_000 + b"\n\nx",
        bytes(range(256)) * 100,
    ],
    ids=["empty", "words", "parts", "deep", "charset", "names", "noise"],
)
def test_a_hostile_mail_is_shown_or_refused(qtbot: Any, content: bytes) -> None:
    result = outcome(Viewer(), qtbot, "message/rfc822", content)
    assert result == "unreadable" or hasattr(result, "headers")


def test_a_mail_to_thousands_is_shown_at_once(qtbot: Any) -> None:
    result = outcome(Viewer(), qtbot, "message/rfc822", b"To: " + b"a@b, " * 20_000 + b"\n\nx")
    assert isinstance(result, Letter)
    assert result.text == "x"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (b"Subject: =?iso-8859-1?q?caf=E9?=", "café"),
        ("Subject: café".encode(), "café"),
        (b"Subject: =?no-such-thing?q?caf?=", "=?no-such-thing?q?caf?="),
        (b"Subject: over\n two lines", "over two lines"),
        (b"Subject: a\x1b[31mb", "a\ufffd[31mb"),
    ],
)
def test_a_subject_is_read_as_it_is_meant_or_shown_as_it_came(sent: bytes, meant: str) -> None:
    assert mail_of(sent + b"\n\nx").headers == {"subject": meant}


def test_a_viewer_that_dies_is_told_as_a_file_that_cannot_be_read(qtbot: Any) -> None:
    viewer, told = Viewer(), []
    viewer.refused.connect(told.append)
    with qtbot.waitSignal(viewer.opened, timeout=WAIT_MS):
        viewer.look("application/pdf", a_pdf())
    os.kill(viewer._process.processId(), signal.SIGKILL)
    qtbot.waitUntil(lambda: told == ["unreadable"], timeout=WAIT_MS)
    assert viewer.image(0, 1.0) is None


def test_a_viewer_that_takes_for_ever_is_ended(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer, told = Viewer(), []
    viewer.refused.connect(told.append)
    with qtbot.waitSignal(viewer.opened, timeout=WAIT_MS):
        viewer.look("application/pdf", a_pdf())
    process = viewer._process.processId()
    os.kill(process, signal.SIGSTOP)
    viewer._patience.setInterval(200)
    viewer.image(0, 1.0)
    qtbot.waitUntil(lambda: told == ["unreadable"], timeout=WAIT_MS)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


class Puppet(Viewer):
    """A viewer a malicious file has taken over: it says what the test wants."""

    def hear(self, said: bytes) -> None:
        self._hear(said)

    def _say(self, frame: Frame) -> None:
        """There is no process to say it to."""


@pytest.mark.parametrize(
    "said",
    [
        b"\xff" * 100,
        packed(Frame({})),
        packed(Frame({"show": "what?"})),
        packed(Frame({"show": "pages", "sizes": [], "count": 0})),
        packed(Frame({"show": "pages", "sizes": [[float("nan"), 1]], "count": 1})),
        packed(Frame({"show": "pages", "sizes": "many", "count": 1})),
        packed(Frame({"show": "pages", "sizes": [[1]], "count": 1})),
        packed(Frame({"show": "mail", "headers": [], "attachments": []}, b"x")),
        b"\0\0\0\2\0\0\0\0[]",
        b"\0\0\0\2\0\0\0\0{{",
    ],
    ids=range(10),
)
def test_nothing_a_viewer_says_is_believed(qtbot: Any, said: bytes) -> None:
    puppet, told, opened = Puppet(), [], []
    puppet.refused.connect(told.append)
    puppet.opened.connect(opened.append)
    puppet.hear(said)
    assert (told, opened) == (["unreadable"], [])


@pytest.mark.parametrize(
    "picture",
    [
        Frame({"width": 10, "height": 10}, bytes(399)),
        Frame({"width": -10, "height": -10}, bytes(400)),
        Frame({"width": 2**31, "height": 2**31}, bytes(4)),
        Frame({"width": "10"}, b""),
        Frame({"show": "text", "encoding": "", "cut": False}, b""),
    ],
    ids=range(5),
)
def test_a_picture_that_is_none_is_not_drawn(qtbot: Any, picture: Frame) -> None:
    puppet, told = Puppet(), []
    puppet.refused.connect(told.append)
    puppet.hear(packed(Frame({"show": "pages", "sizes": [[100, 100]], "count": 1})))
    puppet.image(0, 1.0)
    puppet.hear(packed(picture))
    assert told == ["unreadable"]


def test_a_picture_nobody_asked_for_is_a_fault(qtbot: Any) -> None:
    puppet, told = Puppet(), []
    puppet.refused.connect(told.append)
    puppet.hear(packed(Frame({"show": "pages", "sizes": [[100, 100]], "count": 1})))
    puppet.hear(packed(Frame({"width": 10, "height": 10}, bytes(400))))
    assert told == ["unreadable"]


def test_a_message_that_comes_in_crumbs_is_put_together(qtbot: Any) -> None:
    puppet, opened = Puppet(), []
    puppet.opened.connect(opened.append)
    for byte in packed(Frame({"show": "text", "encoding": "utf-8", "cut": False}, b"Zo\xc3\xa9")):
        puppet.hear(bytes([byte]))
    assert opened == [Words("Zoé", "utf-8", False)]


# --- what is left behind ----------------------------------------------------------------------------------------------


def test_looking_writes_no_file_anywhere(
    host: Host, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child may write none at all, and the window writes the vault only."""
    needle = "NEEDLE-0815"
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    look(host, qtbot, tmp_path, "x.txt", needle.encode())
    (tmp_path / "x.txt").unlink()
    pages = look(host, qtbot, tmp_path, "x.pdf", a_pdf(1, needle))
    qtbot.waitUntil(lambda: 0 in pages._images, timeout=WAIT_MS)
    (tmp_path / "x.pdf").unlink()
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.name.startswith("desk.dpo"):
            assert needle.encode() not in path.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="limits of this kind")
def test_the_viewer_can_neither_write_files_nor_start_programs() -> None:
    code = (
        "from dpo_desk.ui.viewer.serve import confine; import resource as r; confine();"
        "print(r.getrlimit(r.RLIMIT_FSIZE), r.getrlimit(r.RLIMIT_NPROC), r.getrlimit(r.RLIMIT_CORE),"
        " r.getrlimit(r.RLIMIT_AS)[0] < 2**31)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "(0, 0) (0, 0) (0, 0) True"


def test_a_screen_that_goes_takes_its_viewer_with_it(qtbot: Any) -> None:
    owner = QWidget()
    viewer = Viewer(owner)
    with qtbot.waitSignal(viewer.opened, timeout=WAIT_MS):
        viewer.look("application/pdf", a_pdf())
    process = viewer._process.processId()
    owner.deleteLater()
    del viewer, owner
    QTest.qWait(50)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
