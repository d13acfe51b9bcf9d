"""Signatures in the settings: kept, shown, deleted after a question; files checked; reports in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from dpo_desk.domain.signature import KeyFacts, SignatureReport, Trust
from dpo_desk.library.wording import languages, wording
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.pages.signature_check import SignatureReportDialog, check_file
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Button, IconButton
from dpo_desk.ui.widgets.signature_report import SignatureReportView, findings
from tests.signing.certificates import PASSPHRASE, a_pair, an_authority
from tests.signing.conftest import letter, plain, signed, signed_letter  # noqa: F401 — fixtures
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.register_vault import settle
from tests.ui.signing import a_key_file, a_scan, stroke
from tests.ui.whole_desk import box, rest


@pytest.fixture
def page(bare_desk: Any, show: Callable[[Page], Page]) -> Any:
    made: Any = show(SettingsPage(bare_desk))
    made.open_record("signatures")
    settle(made)
    return made


def told(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def icons(widget: QWidget, name: str) -> IconButton:
    (found,) = [
        each for each in widget.findChildren(IconButton) if each.accessibleName() == name and each.isVisible()
    ]
    return found


def confirm(page: Any, yes: str) -> None:
    (button,) = [each for each in box().findChildren(Button) if each.text() == yes]
    button.click()
    rest(page)


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_signature_is_drawn_named_and_shown(page):
    dialog = page.signatures.add_image()
    assert not dialog.keep.isEnabled()
    stroke(dialog.pad)
    assert dialog.keep.isEnabled()
    dialog.undo.click()
    assert not dialog.keep.isEnabled()
    stroke(dialog.pad)
    dialog.name.set_value("On white")
    dialog.keep.click()
    settle(page)
    assert [each.name for each in page.desk.services.signatures.images()] == ["On white"]
    assert "On white" in told(page.signatures)
    assert "Drawn on 2 March 2026" in told(page.signatures)


def test_a_picture_is_chosen_from_a_file_instead(page, tmp_path):
    dialog = page.signatures.add_image()
    files = dialog.choose_file()
    assert files.fileMode() is QFileDialog.FileMode.ExistingFile
    files.fileSelected.emit(str(a_scan(tmp_path)))
    files.close()
    settle(page)
    assert "Taken from a picture on 2 March 2026" in told(page.signatures)


def test_a_file_that_is_no_picture_and_an_empty_name_are_refused_in_the_dialog(page, tmp_path):
    junk = tmp_path / "junk.png"
    junk.write_bytes(b"hello")
    dialog = page.signatures.add_image()
    dialog.keep_scanned(junk)
    settle(page)
    assert "no picture in the form PNG or JPEG" in dialog.banner.text
    stroke(dialog.pad)
    dialog.name.set_value("  ")
    dialog.keep_drawn()
    settle(page)
    assert page.desk.words("errors.field.empty") in dialog.banner.text
    assert page.desk.services.signatures.images() == ()
    dialog.reject()


def test_a_signature_is_deleted_after_a_question(page, tmp_path):
    page.desk.services.signatures.add_scanned("Mine", a_scan(tmp_path))
    page.signatures.read()
    settle(page)
    icons(page.signatures, "Delete: Mine").click()
    assert page.desk.services.signatures.images() != ()
    confirm(page, "Delete")
    assert page.desk.services.signatures.images() == ()
    assert "Mine" not in told(page.signatures)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_kept_after_its_passphrase_opened_it(page, tmp_path, keychain):
    dialog = page.signatures.add_key()
    settle(page)
    assert not dialog.go.isEnabled()
    dialog.files.take((a_key_file(tmp_path, a_pair(issuer=an_authority())),))
    dialog.passphrase.line.setText("wrong")
    dialog.go.click()
    settle(page)
    assert "passphrase does not open" in dialog.banner.text
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.go.click()
    settle(page)
    said = told(page.signatures)
    for part in ("My key", "Alix Déléguée · ECDSA P-256", "Valid to 2 December 2027"):
        assert part in said
    assert "remembers" not in said
    assert keychain.entries == {}


def test_a_passphrase_is_remembered_when_the_tick_says_so_and_forgotten_by_a_button(page, tmp_path, keychain):
    dialog = page.signatures.add_key()
    settle(page)
    assert dialog.remember.isVisibleTo(dialog)
    dialog.files.take((a_key_file(tmp_path, a_pair()),))
    dialog.passphrase.line.setText(PASSPHRASE)
    dialog.remember.box.click()
    dialog.keep()
    rest(page)
    assert list(keychain.entries.values()) == [PASSPHRASE]
    assert "This computer remembers the passphrase." in told(page.signatures)
    (forget,) = [
        each
        for each in page.signatures.findChildren(Button)
        if each.text() == "Forget the passphrase" and each.isVisible()
    ]
    forget.click()
    rest(page)
    assert keychain.entries == {}
    assert "remembers" not in told(page.signatures)


def test_a_key_is_deleted_after_a_question_and_its_passphrase_with_it(page, tmp_path, keychain):
    keys = page.desk.services.signing_keys
    kept = keys.keep("Card", [a_key_file(tmp_path, a_pair())], PASSPHRASE)
    keys.remember(kept.id, PASSPHRASE)
    page.signatures.read()
    rest(page)
    icons(page.signatures, "Delete: Card").click()
    confirm(page, "Delete")
    assert keys.kept() == ()
    assert keychain.entries == {}


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_control_of_the_part_and_its_dialogs_has_a_name(page, tmp_path):
    page.desk.services.signatures.add_scanned("<b>Mine", a_scan(tmp_path))
    page.desk.services.signing_keys.keep("<b>Card", [a_key_file(tmp_path, a_pair())], PASSPHRASE)
    page.signatures.read()
    rest(page)
    for widget in (page, page.signatures.add_image(), page.signatures.add_key()):
        rest(page)
        assert unnamed(widget) == []
        assert markup_readers(widget) == []


# --- checking --------------------------------------------------------------------------------------------------------


def report_on(page: Any) -> SignatureReportDialog:
    rest(page)
    found = [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, SignatureReportDialog) and each.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def test_a_file_is_chosen_and_its_signature_told(page, signed_letter, tmp_path):  # noqa: F811
    path = tmp_path / "letter.pdf"
    path.write_bytes(signed_letter)
    files = page.signatures.check_file()
    files.fileSelected.emit(str(path))
    files.close()
    dialog = report_on(page)
    said = told(dialog)
    for part in (
        "letter.pdf",
        "The file is as it was signed",
        "Alix Déléguée",
        "2 March 2026 at 13:00",
        "Answer to a request",
    ):
        assert part in said
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []
    dialog.reject()


def test_a_changed_file_and_an_unsigned_one_are_told_apart(page, signed_letter, letter, tmp_path):  # noqa: F811
    changed = bytearray(signed_letter)
    changed[5000] ^= 1
    for content, verdict in (
        (bytes(changed), "The signature does not hold"),
        (letter, "no digital signature"),
    ):
        path = tmp_path / "letter.pdf"
        path.write_bytes(content)
        check_file(page.desk, page, path)
        dialog = report_on(page)
        assert verdict in told(dialog)
        dialog.reject()
        rest(page)


def test_what_is_no_pdf_is_told_as_an_error(page, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"hello")
    check_file(page.desk, page, path)
    rest(page)
    assert "The signatures of this file cannot be read" in told(box())


# --- in words --------------------------------------------------------------------------------------------------------

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FACTS = KeyFacts(
    subject="Alix", issuer="Autorité", serial="c0ffee", algorithm="RSA 2048",
    valid_from=datetime(2026, 1, 1, tzinfo=UTC), valid_to=datetime(2027, 1, 1, tzinfo=UTC),
    fingerprint="0" * 64, self_signed=False,
)  # fmt: skip
GOOD = SignatureReport(intact=True, whole=True, added_later=False, weak=False, facts=FACTS, signed_at=AT)


@pytest.mark.parametrize(
    ("changes", "verdict", "worst"),
    [
        ({}, "The file is as it was signed", Tone.GOOD),
        ({"whole": False, "added_later": True}, "Something was added after the signature", Tone.WARNING),
        ({"whole": False}, "The signature covers only part of the file", Tone.DANGER),
        ({"weak": True}, "The signature could be forged", Tone.DANGER),
        ({"intact": False, "whole": False}, "The signature does not hold", Tone.DANGER),
        ({"signed_at": datetime(2030, 1, 1, tzinfo=UTC)}, "The file is as it was signed", Tone.WARNING),
    ],
)
def test_each_outcome_has_a_verdict_and_reasons_no_better_than_it(qtbot, themed, changes, verdict, worst):
    report = replace(GOOD, **changes)
    view = SignatureReportView(wording("en"), ZoneInfo("Europe/Paris"))
    qtbot.addWidget(view)
    view.show_reports([report])
    assert told(view).startswith(verdict)
    order = [Tone.NEUTRAL, Tone.GOOD, Tone.WARNING, Tone.DANGER]
    assert max((tone for tone, _text in findings(wording("en"), report)), key=order.index) is worst


@pytest.mark.parametrize("trust", list(Trust))
@pytest.mark.parametrize("language", sorted(languages()))
def test_who_vouches_for_the_name_is_said_in_each_language(trust, language):
    words = wording(language)
    said = [text for _tone, text in findings(words, replace(GOOD, trust=trust))]
    assert words(f"ui.signature_report.trust.{trust}") in said


def test_several_reports_and_one_too_damaged_to_name_anybody_are_shown(qtbot, themed):
    view = SignatureReportView(wording("en"), ZoneInfo("Europe/Paris"))
    qtbot.addWidget(view)
    broken = SignatureReport(intact=False, whole=False, added_later=False, weak=False)
    view.show_reports([GOOD, broken])
    assert told(view).count("2 March 2026 at 13:00") == 1
    view.show_reports([])
    assert "bears no digital signature" in told(view)
