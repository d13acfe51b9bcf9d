from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dpo_desk.domain.case import CaseState
from dpo_desk.paper import content
from dpo_desk.services.intake import PersonDraft
from dpo_desk.services.letters import ACCESS_ANSWER, ACKNOWLEDGEMENT
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.signing import InInk
from dpo_desk.ui.composer.edits import changes, edited, laid_over, parts
from dpo_desk.ui.pages.requests_page import RequestsPage
from dpo_desk.ui.pages.sign_dialog import Way
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import box, case_of, rest


@pytest.fixture
def page(sample_desk: Any, show: Any) -> Any:
    return show(RequestsPage(sample_desk))


def compose(page: Any, first_name: str, letter: str) -> Any:
    page.compose(case_of(page.desk, first_name), letter)
    rest(page)
    return page.composer


def gap_texts(composer: Any) -> list[str]:
    return [line.text for line in composer._gap_lines()]


def words_on_the_page(composer: Any) -> str:
    pdf = composer.preview.pages.pdf
    return " ".join("".join(pdf.text(n) for n in range(len(pdf))).split())


def type_into(composer: Any, place: str, text: str) -> None:
    """Type over a text and wait until the page is drawn again."""
    composer.pieces.focus_at(place)
    widget = QApplication.focusWidget()
    widget.selectAll()
    widget.insertPlainText(text) if hasattr(widget, "insertPlainText") else _type_line(widget, text)
    QTest.qWait(450)
    rest(composer)


def _type_line(line: Any, text: str) -> None:
    line.insert(text)
    line.textEdited.emit(line.text())


# --- writing ---------------------------------------------------------------------------------------------------------


def test_the_page_stands_beside_the_texts_and_follows_what_is_typed(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    assert "DRAFT" in words_on_the_page(composer)
    type_into(composer, "subject", "About <b>your</b> data & more")
    assert "About <b>your</b> data & more" in words_on_the_page(composer)


def test_a_letter_begins_in_the_language_of_the_person_and_can_be_written_in_another(page: Any) -> None:
    composer = compose(page, "Camille", ACKNOWLEDGEMENT)
    assert composer.pieces.letter.language == "fr"
    composer._languages.combo.setCurrentIndex(composer._languages.combo.findData("en"))
    composer._languages.combo.activated.emit(0)
    rest(page)
    assert composer.pieces.letter.language == "en"


def test_finishing_archives_the_letter_as_it_was_edited_and_comes_back_to_the_case(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    notes: list[Any] = []
    page.desk.messages.noted.connect(notes.append)
    type_into(composer, "subject", "Edited by hand")
    QTest.mouseClick(composer.finish, Qt.MouseButton.LeftButton)
    box().accept()
    rest(page)
    case = case_of(page.desk, "Giulia")
    view = page.desk.services.cases.view(case)
    paper = view.papers[-1]
    assert composer.isHidden()
    assert page.case.view.case.id == case
    assert any(text.endswith(f"{paper.number}.") for text in page.case.timeline.texts())
    assert paper.number in notes[-1].text
    assert view.case.acknowledged_on is not None
    composer.preview.show_bytes(page.desk.services.papers.pdf(paper.id))
    told = words_on_the_page(composer)
    assert "Edited by hand" in told
    assert "DRAFT" not in told


def test_a_complete_answer_can_be_finished_and_marks_the_request_as_answered(page: Any) -> None:
    composer = compose(page, "Nora", ACCESS_ANSWER)
    assert composer.finish.isEnabled()
    composer.ask_finish()
    box().accept()
    rest(page)
    assert page.desk.services.cases.view(case_of(page.desk, "Nora")).case.state is CaseState.ANSWERED_FULLY


def test_leaving_the_question_alone_finishes_nothing(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    before = page.desk.services.papers.ids(ListQuery())
    composer.ask_finish()
    box().reject()
    rest(page)
    assert page.desk.services.papers.ids(ListQuery()) == before


# --- what is missing -------------------------------------------------------------------------------------------------


def test_an_unnamed_recipient_blocks_the_answer_and_leads_to_its_field(page: Any) -> None:
    composer = compose(page, "Camille", ACCESS_ANSWER)
    assert not composer.finish.isEnabled()
    assert composer.finish.accessibleDescription()
    row = next(r for r in composer.gaps.buttons() if "has no name" in r.accessibleName())
    row.click()
    where, record, field = page.desk.moves[-1]
    assert where == "register"
    assert page.desk.services.register.activities.get(record).record.name in row.accessibleName()
    assert field.startswith("recipients.")


def test_a_gap_of_the_case_itself_goes_back_to_the_case(page: Any) -> None:
    from dataclasses import replace

    case = case_of(page.desk, "Giulia")
    person = page.desk.services.cases.view(case).person
    page.desk.services.cases.save_person(case, replace(PersonDraft(name=person.name), language="en"))
    page.open_record(case)
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    composer.gaps.buttons()[0].click()
    rest(page)
    assert composer.isHidden()
    assert QApplication.focusWidget() is page.case.form.group.fields["street"].editor.target()


def test_an_emptied_mandatory_text_blocks_and_is_found_again(page: Any) -> None:
    composer = compose(page, "Nora", ACCESS_ANSWER)
    letter = composer.pieces.letter
    number = next(n for n, block in enumerate(letter.blocks) if "C12" in block.code.split())
    type_into(composer, f"blocks.{number}", "")
    assert not composer.finish.isEnabled()
    assert any("C12" in text for text in gap_texts(composer))
    composer._jump(next(line for line in composer._gap_lines() if "C12" in line.text))
    assert QApplication.focusWidget() is composer.pieces._editors[f"blocks.{number}"].target()


def test_characters_no_font_has_are_named_before_finishing(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    type_into(composer, "subject", "Your request 🦊")
    assert not composer.finish.isEnabled()
    assert any("🦊" in text for text in gap_texts(composer))
    type_into(composer, "subject", "Your request")
    assert composer.finish.isEnabled()


def test_a_fact_mended_elsewhere_is_in_the_letter_at_once_and_what_was_typed_stays(page: Any) -> None:
    composer = compose(page, "Nora", ACCESS_ANSWER)
    type_into(composer, "subject", "My own subject")
    case = case_of(page.desk, "Nora")
    address = {"street": "9 Mended Street", "postal_code": "33000", "city": "Bordeaux", "country": "FR"}
    mended = PersonDraft(name="Nora Exemple-Fictive", language="en", **address)
    page.desk.services.cases.save_person(case, mended)
    page.desk.news.tell("cases")
    QTest.qWait(450)
    rest(page)
    told = words_on_the_page(composer)
    assert "9 Mended Street" in told
    assert "My own subject" in told


# --- nothing typed is lost -------------------------------------------------------------------------------------------


def test_what_was_changed_is_kept_in_the_vault_and_laid_over_the_letter_again(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    type_into(composer, "closing", "With kind regards,")
    QTest.mouseClick(composer.back, Qt.MouseButton.LeftButton)
    rest(page)
    assert composer.isHidden()
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    assert composer.pieces.typed()["closing"] == "With kind regards,"
    assert composer.banner.text
    composer._start_again()
    rest(page)
    assert composer.pieces.typed()["closing"] != "With kind regards,"
    assert page.desk.drafts.load(composer._key) is None


def test_a_paragraph_can_be_added_at_the_end(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    composer.pieces._add_new()
    QTest.keyClicks(QApplication.focusWidget(), "One more thing.")
    QTest.qWait(450)
    rest(page)
    assert "One more thing." in words_on_the_page(composer)


def test_escape_goes_back_to_the_case(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert composer.isHidden()
    assert page.splitter.isVisible()


def test_twenty_thousand_words_are_drawn_and_do_not_break_the_screen(page: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    type_into(composer, "blocks.0", "word & <i>word</i> " * 10_000)
    assert len(composer.preview.pages.pdf) > 10
    assert composer.pieces.widget().width() <= composer.pieces.viewport().width()


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_every_stop_has_a_name_and_nothing_is_read_as_markup(page: Any) -> None:
    composer = compose(page, "Camille", ACCESS_ANSWER)
    assert not unnamed(composer)
    assert not markup_readers(composer)


# --- edits, apart from the screen ------------------------------------------------------------------------------------


@pytest.fixture
def letter(sample_desk: Any) -> Any:
    case = case_of(sample_desk, "Nora")
    return sample_desk.services.papers.compose(case, ACCESS_ANSWER, "en").letter


def test_a_letter_nobody_changed_is_the_letter_of_the_facts(letter: Any) -> None:
    typed = {part.place: part.text for part in parts(letter) if hasattr(part, "text")}
    assert edited(letter, typed) == letter
    assert changes(letter, typed) == ()


def test_a_change_whose_place_is_gone_is_not_lost(letter: Any) -> None:
    typed, homeless = laid_over(
        letter, (("a text that stood there once", "my words"), (letter.subject, "New"))
    )
    assert typed["subject"] == "New"
    assert homeless == ("my words",)


def test_an_emptied_paragraph_is_left_out_and_an_added_one_stands_last(letter: Any) -> None:
    changed = edited(letter, {"blocks.0": "  "}, ("Added",))
    assert changed.blocks[:-1] == letter.blocks[1:]
    assert changed.blocks[-1] == content.Paragraph("Added")


def test_the_way_of_signing_is_asked_before_the_letter_is_finished(page: Any, qtbot: Any) -> None:
    composer = compose(page, "Giulia", ACKNOWLEDGEMENT)
    dialog = composer.ask_sign()
    dialog.choose_way(Way.INK)
    with qtbot.waitSignal(dialog.chosen) as given:
        dialog.give()
    assert given.args == [InInk()]
    box().reject()
