"""
The pages of the desk, and how to write one.

A page is a file ``pages/<name>_page.py`` with a class built on ``Page`` (or ``ListRecordPage`` for *list left, record
right*) and one line in ``PAGES``. A page gets one thing, the ``Desk`` (``ui/shell.py``):

* ``desk.words("ui.<page>.title")`` — every text. Data go into ``Label`` (``widgets/basics.py``): plain, never markup.
* ``desk.services.<name>`` — plain frozen data in and out. Reads of a list or a record are called directly; whatever
  writes, renders or waits goes through ``desk.lane.run(op, success=…, parent=self, busy_text=…)``. A ``DeskError``
  opens a dialog unless ``failure=`` takes it; a form takes its own.
* ``desk.news.tell("cases", ids=[…])`` after a change; ``refresh(changed)`` is called on pages when news arrive (at once
  when shown, else when shown next).
* ``desk.messages.note(text, undo=…)`` — the quiet line; ``ask(…)`` — before what cannot be undone.
* ``desk.navigate("register", record_id)`` — another page. ``page.open_record(record_id, field)`` is how one arrives.
* ``self.command(id, text, do, icon=…, shortcut=…, button=…)`` — a QAction: in the palette, in the shortcut sheet, and
  as a button in the page's head. Ctrl+N, Ctrl+F, Ctrl+P and Ctrl+S mean new, filter, print and save everywhere.
* A form is ``Form(desk, save)`` with ``section``, ``add(name, editor, label)`` and ``open(key, values)``: it marks
  ``DraftError`` at its fields, keeps drafts, and says ``saved``. Hand ``form.keep`` to ``keep()``.
* A section of the register is a ``RecordPage`` (``pages/records.py``) with a ``MadeForm`` (``forms/made.py``): the form
  names the fields, and their types say how they are typed.
* A list is a ``ListSource`` (``models/paged.py``): ``columns``, ``ids(query)``, ``rows(ids)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dpo_desk.services.ports import ListQuery
from dpo_desk.ui.pages.base import Page
from dpo_desk.ui.pages.papers_page import PapersPage
from dpo_desk.ui.pages.processors_page import ProcessorsPage
from dpo_desk.ui.pages.register_page import RegisterPage
from dpo_desk.ui.pages.requests_page import RequestsPage
from dpo_desk.ui.pages.settings_page import SettingsPage
from dpo_desk.ui.pages.today_page import TodayPage
from dpo_desk.ui.pages.transfers_page import TransfersPage
from dpo_desk.ui.shell import Desk


@dataclass(frozen=True)
class PageSpec:
    """One page of the rail."""

    id: str
    title: str  # wording key
    icon: str
    shortcut: str
    factory: Callable[[Desk], Page]
    count: Callable[[Desk], int] | None = None  # what needs the DPO there; quick, asked after each change
    at_bottom: bool = False
    parts: tuple[str, ...] = ()  # ids under which parts of it are reached


def _pressing(desk: Desk) -> int:
    return desk.services.agenda.pressing()


def _pressing_requests(desk: Desk) -> int:
    return desk.services.agenda.pressing_requests()


_WITH_GAPS = ListQuery(chips=frozenset({"gaps"}))


def _register_with_gaps(desk: Desk) -> int:
    register = desk.services.register
    return len(register.activities.ids(_WITH_GAPS)) + len(register.clients.ids(_WITH_GAPS))


def _transfers_not_valid(desk: Desk) -> int:
    return len(desk.services.register.transfers.ids(ListQuery(chips=frozenset({"verdict:not_valid"}))))


PAGES: tuple[PageSpec, ...] = (
    PageSpec("today", "ui.today.title", "calendar-check", "Ctrl+1", TodayPage, count=_pressing),
    PageSpec("requests", "ui.requests.title", "inbox", "Ctrl+2", RequestsPage, count=_pressing_requests),
    PageSpec(
        "register",
        "ui.register.title",
        "table-2",
        "Ctrl+3",
        RegisterPage,
        count=_register_with_gaps,
        parts=("clients",),
    ),
    PageSpec("processors", "ui.processors.title", "building-2", "Ctrl+4", ProcessorsPage),
    PageSpec(
        "transfers",
        "ui.transfers.title",
        "arrow-left-right",
        "Ctrl+5",
        TransfersPage,
        count=_transfers_not_valid,
    ),
    PageSpec("papers", "ui.papers.title", "printer", "Ctrl+6", PapersPage),
    PageSpec("settings", "ui.settings.title", "settings", "Ctrl+,", SettingsPage, at_bottom=True),
)
