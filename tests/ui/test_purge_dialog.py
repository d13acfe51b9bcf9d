"""Erasing old files on the screen: proposed with their rule, asked about plainly, certified afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dpo_desk.ui.pages.figures_print import FiguresPrint
from dpo_desk.ui.pages.purge import show_purge
from tests.desks import a_request
from tests.ui.conftest import markup_readers, unnamed
from tests.ui.whole_desk import box


def rest(desk):
    for _ in range(4):
        QApplication.processEvents()
        assert desk.lane.wait()
    QApplication.processEvents()


@pytest.fixture
def over(bare, clock):
    """Two closed requests whose time is over, and a running one."""
    for _ in range(2):
        case = bare.cases.open_case(a_request(received="2026-03-02")).case.id
        bare.case_work.withdraw(case, "2026-03-02", "")
        bare.case_work.close(case)
    clock.go_to(2031, 3, 3)
    bare.cases.open_case(a_request(received="2031-03-01"))
    return bare


@pytest.fixture
def dialog(over, bare_desk, qtbot, themed):
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    shown = show_purge(bare_desk, window)
    rest(bare_desk)
    yield shown
    shown.reject()


def tick(dialog, row, *, on):
    dialog.proposals.item(row, 0).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def cells(table, row):
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_what_is_proposed_names_law_day_and_rule_in_words(dialog):
    assert dialog.proposals.rowCount() == 2
    ref, law, closed, rule, over_on = cells(dialog.proposals, 0)
    assert (ref, closed, over_on) == ("R-2026-0001", "02/03/2026", "02/03/2031")
    assert "GDPR" in law
    assert rule == "French Civil Code Art. 2224; GDPR Art. 5(1)(e)"
    assert dialog._erase.text() == "Erase 2 files"


def test_nothing_is_erased_without_a_yes(dialog, over):
    dialog.ask()
    question = box()
    question.reject()
    assert over.case_purge.certificates() == ()
    assert len(over.case_purge.proposals()) == 2


def test_the_question_says_what_goes_and_what_stays(dialog, over, bare_desk):
    tick(dialog, 1, on=False)
    dialog.ask()
    said = " ".join(label.text() for label in box().findChildren(QLabel))
    for each in ("R-2026-0001", "letters", "timeline", "persons", "certificate", "Copies you made"):
        assert each in said
    assert "R-2026-0002" not in said
    box().accept()
    rest(bare_desk)
    assert [each.ref for each in over.case_purge.certificates()] == ["R-2026-0001"]
    assert dialog.proposals.rowCount() == 1
    assert cells(dialog.certificates, 0)[0] == "R-2026-0001"


def test_with_nothing_ticked_nothing_can_be_erased(dialog):
    for row in range(2):
        tick(dialog, row, on=False)
    assert not dialog._erase.isEnabled()
    dialog.ask()
    assert dialog.ticked == ()


def test_a_certificate_is_shown_on_paper(dialog, over, bare_desk):
    assert not dialog._certificate.isEnabled()
    dialog.erase([each.case for each in dialog.ticked])
    rest(bare_desk)
    assert dialog._certificate.isEnabled()
    dialog.print_certificate()
    rest(bare_desk)
    (paper,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, FiguresPrint) and each.isVisible()
    ]
    assert paper._sheet.kind == "purge_certificate"
    paper.reject()


def test_what_may_not_go_is_said_at_the_top_and_everything_stays(dialog, over, bare_desk):
    running = [
        each.id for each in over.cases.due_between(over.cases.today(), over.cases.today().replace(year=2032))
    ]
    dialog.erase([*(each.case for each in dialog.ticked), *running])
    rest(bare_desk)
    assert not dialog.banner.isHidden()
    assert len(over.case_purge.proposals()) == 2


@pytest.mark.parametrize("words", ["en", "fr"], indirect=True)
def test_everything_has_a_name_and_reads_no_markup(dialog):
    assert unnamed(dialog) == []
    assert markup_readers(dialog) == []
