"""Requests become documents with a clock for each right; tasks, reminders that were shown, and what a purge leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The step stands for itself: it keeps its own spelling of every list, whatever the program's lists become.
STATES = (
    "received identity clarification in_work extended answered_fully answered_partly refused no_data withdrawn"
    " unanswered closed purged"
)
CHANNELS = "email account post hand phone other"
RESULTS = "granted partly refused no_data"
ENTRIES = (
    "received right_added repeated deadline acknowledged identity_asked identity_answered identity_proven"
    " clarification_asked clarification_answered fee_asked fee_received extended searched decided recipients paper"
    " file_added file_purged answered withdrawn closed reopened taken_back changed task snoozed note"
)
SUSPENDED, DONE, LATEST = 10_000_000, 20_000_000, 3_652_059  # the last is the ordinal of 9999-12-31

Row = dict[str, Any]
Document = dict[str, Any]


def upgrade() -> None:
    old = _Old(op.get_bind())
    cases, lines = old.cases(), old.rows("timeline")
    for table in ("finding_data", "findings", "case_rights", "timeline", "cases"):
        op.drop_table(table)
    _lay_cases()
    _lay_timeline()
    _lay_days()
    new = _New(op.get_bind())
    for row, document in cases:
        new.case(row, document)
    for line in lines:
        new.insert("timeline", line)
    op.add_column("people", sa.Column("born", sa.Date(), nullable=True))
    for name in ("closed_days", "lead_days"):
        op.add_column("organisation", sa.Column(name, sa.Text(), nullable=False, server_default="[]"))


# --- what was there ---------------------------------------------------------------------------------------------------


class _Old:
    """The requests of the second schema, as documents of the third."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def rows(self, table: str, order: str = "id") -> list[Row]:
        found = self._connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
        return [dict(row) for row in found.mappings()]

    def cases(self) -> list[tuple[Row, Document]]:
        rights = self._below("case_rights", "case_id")
        findings, data = self._below("findings", "case_id"), self._below("finding_data", "finding_id")
        for found in findings.values():
            for each in found:
                each["data"] = [[pair["label"], pair["value"]] for pair in data.get(each["id"], [])]
        return [
            (row, _document(row, rights.get(row["id"], []), findings.get(row["id"], [])))
            for row in self.rows("cases")
        ]

    def _below(self, table: str, owner: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self.rows(table, f"{owner}, position"):
            found.setdefault(row[owner], []).append(row)
        return found


def _document(row: Row, rights: Iterable[Row], findings: Iterable[Row]) -> Document:
    questions = []
    if row["identity_asked"]:
        questions.append(
            {
                "kind": "identity",
                "asked": row["identity_asked"],
                "reason": row["identity_reason"],
                "proof": None,
                "received": row["identity_received"],
                "sufficient": row["identity_received"] is not None,
                "justified": True,
            }
        )
    proven = row["identity_status"] == "proven"
    clock = {name: row[name] for name in ("received", "due", "prudent")}
    extension = {"notice_sent": row["extension_sent"], "reason": row["extension_reason"]}
    document = {
        "id": row["uid"],
        **{
            name: row[name]
            for name in ("ref", "regime", "received", "channel", "asked", "language", "calendar", "version")
        },
        "person": row["person_uid"],
        "rights": [{"right": each["right"], "decision": None, "nominal": None, **clock} for each in rights],
        "identity": {
            "how": row["identity_how"],
            "proven_on": (row["identity_received"] or row["received"]) if proven else None,
        },
        "questions": questions,
        "extension": extension if row["extension_sent"] else None,
        "findings": [
            {name: each[name] for name in ("outcome", "note", "data")} | {"activity": each["activity_uid"]}
            for each in findings
        ],
        **{name: row[name] for name in ("acknowledged_on", "answered_on", "closed_reason", "due", "prudent")},
    }
    document["state"] = _state(row, document)
    return document


def _state(row: Row, document: Document) -> str:
    """The state as the program of today would say it of these facts."""
    if row["state"] in {"answered", "closed"}:
        return {"answered": "answered_fully", "closed": "unanswered"}[row["state"]]
    if any(each["received"] is None for each in document["questions"]):
        return "identity"
    if document["extension"]:
        return "extended"
    begun = row["acknowledged_on"] or document["identity"]["proven_on"] or document["questions"]
    return "in_work" if begun or document["findings"] else "received"


# --- what comes -------------------------------------------------------------------------------------------------------


class _New:
    """Writes documents into the third schema."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def case(self, old: Row, document: Document) -> None:
        ended = document["state"] in {"answered_fully", "unanswered"}
        waiting = document["state"] == "identity"
        self.insert(
            "cases",
            {
                **{
                    name: old[name]
                    for name in (
                        "id", "uid", "version", "ref", "sort_ref", "person_uid", "sort_person", "received", "due",
                        "prudent", "regime", "channel", "language", "acknowledged_on", "extension_sent", "answered_on",
                    )
                },
                "state": document["state"],
                "state_place": STATES.split().index(document["state"]),
                "urgency": old["urgency"],
                "next_step": _next_step(document, ended=ended),
                "identity_asked": old["identity_asked"] if waiting else None,
            },
        )  # fmt: skip
        for position, each in enumerate(document["rights"]):
            row = {name: each[name] for name in ("right", "received", "due", "prudent")}
            self.insert("case_rights", {"case_id": old["id"], "position": position, **row})
        for activity in dict.fromkeys(each["activity"] for each in document["findings"]):
            self.insert("case_activities", {"case_id": old["id"], "activity_uid": activity})
        self.insert("case_documents", {"case_id": old["id"], "content": _canonical(document)})

    def insert(self, table: str, row: Row) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        statement = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
        self._connection.exec_driver_sql(statement, tuple(row.values()))


def _next_step(document: Document, *, ended: bool) -> str:
    if ended:
        return "close"
    if document["acknowledged_on"] is None:
        return "acknowledge"
    if document["state"] == "identity":
        return "record_answer"
    if document["identity"]["proven_on"] is None:
        return "prove_identity"
    searched = all(each["outcome"] in {"found", "nothing"} for each in document["findings"])
    return "decide" if searched and document["findings"] else "search"


def _canonical(document: Document) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


# --- tables -----------------------------------------------------------------------------------------------------------


def _key() -> Iterator[SchemaItem]:
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.PrimaryKeyConstraint("id")


def _text(*names: str, length: int = 0, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def _number(*names: str, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Integer(), nullable=nullable)


def _day(*names: str, nullable: bool = True) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Date(), nullable=nullable)


def _moment(*names: str, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(name: str, values: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    kind = sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=32)
    yield sa.Column(name, kind, nullable=nullable)


def _refers(
    name: str, target: str, *, nullable: bool = False, goes_with: bool = False
) -> Iterator[SchemaItem]:
    kind = sa.String(32) if name.endswith("_uid") else sa.Integer()
    yield sa.Column(name, kind, nullable=nullable)
    yield sa.ForeignKeyConstraint([name], [target], ondelete="CASCADE" if goes_with else None)


def _table(name: str, *parts: Iterator[SchemaItem]) -> None:
    op.create_table(name, *(item for part in parts for item in part))


def _index(table: str, *columns: str) -> None:
    op.create_index(None, table, list(columns))


def _of_case(name: str, second: str, *parts: Iterator[SchemaItem]) -> None:
    """A table whose rows belong to a request, each known by a second column."""
    key = ["case_id", second] if second else ["case_id"]
    _table(
        name,
        _refers("case_id", "cases.id", goes_with=True),
        *parts,
        iter([sa.PrimaryKeyConstraint(*key)]),
    )


def _lay_cases() -> None:
    _table(
        "cases",
        _key(),
        _text("uid", length=32),
        _number("version"),
        _text("ref", length=40),
        _text("sort_ref", length=80),
        _refers("person_uid", "people.uid"),
        _text("sort_person"),
        _day("received", nullable=False),
        _day("due", "prudent"),
        _one_of("state", STATES),
        _number("state_place", "urgency"),
        _text("next_step", length=32),
        _text("regime", length=40),
        _one_of("channel", CHANNELS),
        _text("language", length=16),
        _day("identity_asked", "acknowledged_on", "acknowledge_by", "extend_by", "extension_sent"),
        _day("answered_on", "closed_on", "purge_on"),
        iter([sa.UniqueConstraint("uid"), sa.UniqueConstraint("ref")]),
    )
    for each in ("urgency", "received", "due", "prudent", "state_place", "sort_person", "regime"):
        _index("cases", each, "sort_ref", "uid")
    _index("cases", "sort_ref", "uid")
    for each in ("extension_sent", "answered_on", "purge_on", "person_uid"):
        _index("cases", each)
    _of_case(
        "case_rights",
        "position",
        _number("position"),
        _text("right", length=40),
        _day("received", nullable=False),
        _day("due", "prudent"),
        _one_of("result", RESULTS, nullable=True),
        _day("decided_on"),
    )
    _index("case_rights", "right", "case_id")
    _of_case("case_activities", "activity_uid", _refers("activity_uid", "activities.uid"))
    _index("case_activities", "activity_uid")
    _of_case("case_people", "person_uid", _refers("person_uid", "people.uid"))
    _index("case_people", "person_uid")
    _of_case("case_documents", "", _text("content"))


def _lay_timeline() -> None:
    _table(
        "timeline",
        _key(),
        _text("uid", length=32),
        _refers("case_uid", "cases.uid", goes_with=True),
        _moment("at"),
        _one_of("kind", ENTRIES),
        _text("facts", "note"),
        _refers("paper_uid", "papers.uid", nullable=True, goes_with=True),
        iter([sa.UniqueConstraint("uid")]),
    )
    _index("timeline", "case_uid", "at", "id")
    _index("timeline", "paper_uid")
    _never_changes("timeline", "id", "uid", unless="EXISTS (SELECT 1 FROM cases WHERE uid = OLD.case_uid)")


def _lay_days() -> None:
    """What the days of the desk are kept in: tasks, reminders that were shown, what is left of purged requests."""
    _table(
        "tasks",
        _key(),
        _text("uid", length=32),
        _number("version"),
        _text("title"),
        _day("due_on", nullable=False),
        _refers("case_uid", "cases.uid", nullable=True, goes_with=True),
        _text("note"),
        _day("done_on"),
        iter([sa.UniqueConstraint("uid")]),
    )
    _index("tasks", "done_on", "due_on")
    _index("tasks", "case_uid")
    _table(
        "reminders",
        _text("key", length=160),
        _day("stage_on", nullable=False),
        _moment("shown_at", nullable=True),
        _day("snoozed_until"),
        _text("reason"),
        iter([sa.PrimaryKeyConstraint("key")]),
    )
    _table(
        "visits", _key(), _day("last_on", nullable=False), iter([sa.CheckConstraint("id = 1", name="one")])
    )
    _table(
        "purges",
        _key(),
        _text("uid", length=32),
        _text("ref", length=40),
        _text("regime", length=40),
        _text("rights"),
        _text("country", length=2),
        _text("month", "answered_month", length=7),
        _one_of("state", STATES),
        _number("extended", "in_time"),
        _number("days", nullable=True),
        _day("purged_on", nullable=False),
        _text("rule", "by"),
        _text("digest", length=64),
        iter([sa.UniqueConstraint("uid"), sa.UniqueConstraint("ref")]),
    )
    _never_changes("purges", "id", "uid", "ref", unless="TRUE")


def _never_changes(table: str, *keys: str, unless: str) -> None:
    """Lets the database itself refuse every change, as the first step did for what it laid."""
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    for name, event, body in (
        ("never_changes", "UPDATE", ""),
        ("replaces_nothing", "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"),  # noqa: S608
        ("stays", "DELETE", f"WHEN {unless}"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {body}"
            f" BEGIN SELECT RAISE(ABORT, '{table} {name.replace('_', ' ')}'); END"
        )
