"""Records of the register become documents with versions; clients, gaps, terms and kept texts come in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The step stands for itself: it keeps its own spelling of every list, whatever the program's lists become.
KNOWN = "unknown none proposed given"
KINDS = "activity client processor transfer"
STATUSES = "draft active archived"
ACTIONS = "created changed trashed taken_back deleted"
TERMS = "data_subjects data_categories recipients measures purposes"

GIVEN_UP = (
    "retention_periods",
    "data_categories",
    "purposes",
    "data_subjects",
    "recipients",
    "security_measures",
    "activity_evidence",
    "processor_countries",
    "processor_evidence",
    "transfer_evidence",
    "activities",
    "processors",
    "transfers",
)

Row = dict[str, Any]
Document = dict[str, Any]

_UNKNOWN: Document = {"known": "unknown", "value": None}


def upgrade() -> None:
    old = _Old(op.get_bind())
    records = {"processor": old.processors(), "activity": old.activities(), "transfer": old.transfers()}
    office = old.rows("organisation")
    for table in (*GIVEN_UP, "organisation"):
        op.drop_table(table)
    _lay_tables()
    _office(office)
    new = _New(op.get_bind(), old.moments())
    for kind, kept in records.items():
        new.write(kind, kept)


# --- what was there ---------------------------------------------------------------------------------------------------


class _Old:
    """The records of the first schema, as documents of the second."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def rows(self, table: str, order: str = "id") -> list[Row]:
        found = self._connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
        return [dict(row) for row in found.mappings()]

    def moments(self) -> dict[str, str]:
        """When each record was changed last; ``""`` is this moment."""
        lines = self._connection.exec_driver_sql("SELECT record, max(at) FROM audit GROUP BY record").all()
        now = self._connection.exec_driver_sql("SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now')").scalar_one()
        return {**{line.record: line[1] for line in lines}, "": now}

    def processors(self) -> list[tuple[Row, Document]]:
        countries = self._below("processor_countries", "processor_id")
        evidence = self._below("processor_evidence", "processor_id")
        return [
            (row, _processor(row, countries.get(row["id"], []), evidence.get(row["id"], [])))
            for row in self.rows("processors")
        ]

    def activities(self) -> list[tuple[Row, Document]]:
        below = {
            table: self._below(table, "activity_id")
            for table in ("purposes", "data_subjects", "data_categories", "recipients", "security_measures")
        }
        evidence = self._below("activity_evidence", "activity_id")
        periods = self._below("retention_periods", "category_id")
        found = []
        for row in self.rows("activities"):
            parts = {table: rows.get(row["id"], []) for table, rows in below.items()}
            for category in parts["data_categories"]:
                category["periods"] = periods.get(category["id"], [])
            found.append((row, _activity(row, parts, evidence.get(row["id"], []))))
        return found

    def transfers(self) -> list[tuple[Row, Document]]:
        evidence = self._below("transfer_evidence", "transfer_id")
        return [(row, _transfer(row, evidence.get(row["id"], []))) for row in self.rows("transfers")]

    def _below(self, table: str, owner: str) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for row in self.rows(table, f"{owner}, position"):
            found.setdefault(row[owner], []).append(row)
        return found


def _fact(row: Row, name: str) -> Document:
    return {"known": row[f"{name}_known"], "value": row[f"{name}_value"]}


def _held(known: str, value: object) -> Document:
    return {"known": known, "value": value if known in {"proposed", "given"} else None}


def _said(text: str, known: str) -> Document:
    """What was free text and is a fact now."""
    return {"known": known, "value": text} if text else _UNKNOWN


def _evidence(rows: Iterable[Row]) -> list[Document]:
    return [{name: row[name] for name in ("quote", "section", "source_sha256")} for row in rows]


def _processor(row: Row, countries: list[Row], evidence: list[Row]) -> Document:
    contract = {
        "status": row["contract_status"],
        "signed_on": row["contract_signed_on"],
        "expires_on": row["contract_expires_on"],
        "reference": row["contract_reference"],
    }
    return {
        "id": row["uid"],
        "ref": row["ref"],
        "name": row["name"],
        "named": bool(row["named"]),
        "status": "active",
        "legal_name": _fact(row, "legal_name"),
        "role": _fact(row, "role"),
        "service": row["service"],
        "data": _fact(row, "data"),
        "address": _fact(row, "address"),
        "countries": _held(row["countries_known"], [each["country"] for each in countries]),
        "safeguards": _fact(row, "safeguards"),
        "contract": _held(row["contract_known"], contract),
        "contact": _fact(row, "contact"),
        "to_clarify": row["to_clarify"],
        "evidence": _evidence(evidence),
        "review": {"next_on": row["review_on"], "every_months": None},
        "version": row["version"],
    }


def _activity(row: Row, parts: Mapping[str, list[Row]], evidence: list[Row]) -> Document:
    facts = ("owner", "transfers", "safeguards", "source", "automated_decision", "dpia")
    subjects = [each["text"] for each in parts["data_subjects"]]
    measures = [each["text"] for each in parts["security_measures"]]
    return {
        **{name: _fact(row, name) for name in facts},
        "id": row["uid"],
        "ref": row["ref"],
        "name": row["name"],
        "status": row["status"],
        "purposes": [_purpose(each) for each in parts["purposes"]],
        "data_subjects": _held(row["data_subjects_known"], subjects),
        "categories": _held(row["categories_known"], [_category(each) for each in parts["data_categories"]]),
        "recipients": _held(row["recipients_known"], [_recipient(each) for each in parts["recipients"]]),
        "security": _held(row["security_known"], measures),
        "to_clarify": row["to_clarify"],
        "evidence": _evidence(evidence),
        "review": {"next_on": row["review_on"], "every_months": None},
        "created_on": row["created_on"],
        "version": row["version"],
    }


def _purpose(row: Row) -> Document:
    basis = _fact(row, "basis")
    known = "given" if basis["known"] == "given" else "proposed"
    return {"text": row["text"], "basis": basis, "reason": _said(row["reason"], known)}


def _category(row: Row) -> Document:
    known = row["retention_known"]
    certain = known if known in {"proposed", "given"} else "proposed"
    then = _afterwards(row["retention_then"])
    rule = row["retention_rule"]
    if not then or len(_WORD.findall(row["retention_then"])) > 1:  # more was said than the one thing
        rule = "\n".join(filter(None, (rule, row["retention_then"])))
    retention = {
        "periods": [{name: each[name] for name in ("number", "unit", "trigger")} for each in row["periods"]],
        "rule": rule,
        "then": _said(then, certain),
        "law": _said(row["retention_law"], certain),
    }
    return {"name": row["name"], "detail": row["detail"], "retention": _held(known, retention)}


_AFTERWARDS = {
    "erase": re.compile(r"eras|delet|effac|suppr|d[ée]tru|destro", re.IGNORECASE),
    "anonymise": re.compile(r"anonym", re.IGNORECASE),
    "archive": re.compile(r"archiv", re.IGNORECASE),
}
_WORD = re.compile(r"\w+")
_UNLESS = re.compile(
    r"\b(?:not|never|no|without|except|unless|n|ne|pas|jamais|non|aucun\w*|sans|sauf|hormis)\b", re.IGNORECASE
)


def _afterwards(text: str) -> str:
    """What happens to the data then, where the text names one thing alone, and does not deny or limit it."""
    if _UNLESS.search(text):
        return ""
    named = [word for word, pattern in _AFTERWARDS.items() if pattern.search(text)]
    return named[0] if len(named) == 1 else ""


def _recipient(row: Row) -> Document:
    return {
        "name": row["name"],
        "kind": row["kind"],
        "named": bool(row["named"]),
        "processor": row["processor_uid"],
        "note": row["note"],
    }


def _transfer(row: Row, evidence: list[Row]) -> Document:
    return {
        "id": row["uid"],
        "ref": row["ref"],
        "status": "active",
        "exporter": row["exporter"],
        "importer": row["importer"],
        "importer_named": bool(row["importer_named"]),
        "country": _fact(row, "country"),
        "activity": row["activity_uid"],
        "processor": row["processor_uid"],
        "tool": _fact(row, "tool"),
        "tool_reference": row["tool_reference"],
        "tool_date": row["tool_date"],
        "assessment": _fact(row, "assessment"),
        "note": row["note"],
        "evidence": _evidence(evidence),
        "version": row["version"],
    }


# --- what comes -------------------------------------------------------------------------------------------------------


class _New:
    """Writes documents into the second schema."""

    def __init__(self, connection: sa.Connection, moments: Mapping[str, str]) -> None:
        self._connection = connection
        self._moments = moments
        self._documents = 0

    def write(self, kind: str, records: Iterable[tuple[Row, Document]]) -> None:
        for old, document in records:
            self._documents += 1
            at = self._moments.get(document["id"], self._moments[""])
            document["updated_on"] = at[:10]
            self._insert("documents", {"id": self._documents, "content": _canonical(document)})
            self._insert(_TABLES[kind], self._row(kind, old, document))
            self._insert("versions", self._version(kind, document, at))
            self._link(kind, old["id"], document)
            self._words(kind, document)

    def _row(self, kind: str, old: Row, document: Document) -> Row:
        owner = document.get("owner", _UNKNOWN)
        name = document["importer"] if kind == "transfer" else document["name"]
        return {
            **{each: old[each] for each in ("id", "uid", "version", "ref", "sort_ref")},
            "name": name,
            "sort_name": _folded(name),
            "status": document["status"],
            "owner_known": owner["known"],
            "owner": owner["value"] or "",
            "sort_owner": _folded(owner["value"] or ""),
            "review_on": document.get("review", {}).get("next_on"),
            "created_on": document.get("created_on"),
            "updated_on": document["updated_on"],
            **{each: old.get(each, 0) for each in ("gaps", "settled", "asked")},
            "warnings": 0,
            "document_id": self._documents,
            **_SHOWN[kind](document),
        }

    def _version(self, kind: str, document: Document, at: str) -> Row:
        return {
            "kind": kind,
            "record": document["id"],
            "version": document["version"],
            "at": at,
            "by": "",  # nobody knows any more
            "action": "created",
            "document_id": self._documents,
        }

    def _link(self, kind: str, owner: int, document: Document) -> None:
        if kind == "activity":
            named = (each["processor"] for each in document["recipients"]["value"] or ())
            for processor in sorted({each for each in named if each}):
                self._insert("activity_processors", {"owner_id": owner, "processor_uid": processor})

    def _words(self, kind: str, document: Document) -> None:
        words = "\n".join(filter(None, map(_folded, _WORDS[kind](document))))
        update = "UPDATE search_words SET words = ? WHERE record = ?"
        self._connection.exec_driver_sql(update, (words, document["id"]))
        update = "UPDATE search_words SET about_words = ? WHERE about = ?"
        lent = "\n".join(words.split("\n")[:2])  # reference and name
        self._connection.exec_driver_sql(update, (lent, document["id"]))

    def _insert(self, table: str, row: Row) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        statement = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
        self._connection.exec_driver_sql(statement, tuple(row.values()))


def _canonical(document: Document) -> str:
    return json.dumps(_spoken(document), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _spoken(value: object) -> object:
    """The document without the facts that are unknown."""
    if isinstance(value, dict):
        return {name: _spoken(each) for name, each in value.items() if each != _UNKNOWN}
    return [_spoken(each) for each in value] if isinstance(value, list) else value


def _activity_shown(document: Document) -> Row:
    return {"purposes": len(document["purposes"])}


def _processor_shown(document: Document) -> Row:
    contract = document["contract"]["value"] or {}
    countries = document["countries"]["value"] or []
    return {
        "named": document["named"],
        "role_known": document["role"]["known"],
        "role": document["role"]["value"] or "",
        "countries_known": document["countries"]["known"],
        "countries": json.dumps(countries, ensure_ascii=True),
        "contract_known": document["contract"]["known"],
        "contract": contract.get("status", ""),
        "expires_on": contract.get("expires_on"),
    }


def _transfer_shown(document: Document) -> Row:
    return {
        "importer_named": document["importer_named"],
        "country_known": document["country"]["known"],
        "country": document["country"]["value"] or "",
        "activity_uid": document["activity"],
        "processor_uid": document["processor"],
        "tool_known": document["tool"]["known"],
        "tool": document["tool"]["value"] or "",
        "verdict": "",
    }


def _activity_words(document: Document) -> Iterator[str]:
    yield from (document["ref"], document["name"], document["owner"]["value"] or "")
    yield from (each["text"] for each in document["purposes"])
    yield from document["data_subjects"]["value"] or ()
    yield from (each["name"] for each in document["categories"]["value"] or ())
    yield from (each["name"] for each in document["recipients"]["value"] or ())


def _processor_words(document: Document) -> Iterator[str]:
    yield from (document["ref"], document["name"], document["legal_name"]["value"] or "", document["service"])


def _transfer_words(document: Document) -> Iterator[str]:
    yield from (document["ref"], document["exporter"], document["importer"])
    yield from (document["country"]["value"] or "", document["tool_reference"])


_TABLES = {"activity": "activities", "processor": "processors", "transfer": "transfers"}
_SHOWN = {"activity": _activity_shown, "processor": _processor_shown, "transfer": _transfer_shown}
_WORDS = {"activity": _activity_words, "processor": _processor_words, "transfer": _transfer_words}

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Cs", "Cf"})
    printable = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in plain)
    return " ".join(printable.translate(_LETTERS).casefold().split())


def _office(rows: Iterable[Row]) -> None:
    table = sa.table("organisation")
    for row in rows:
        new = {**row, "establishment_known": "unknown", "establishment_value": None, "to_clarify": ""}
        for name in new:
            if name not in table.c:
                table.append_column(sa.column(name))
        op.get_bind().execute(sa.insert(table).values(new))


# --- spelling -------------------------------------------------------------------------------------------------------


def _key() -> Iterator[SchemaItem]:
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.PrimaryKeyConstraint("id")


def _text(*names: str, length: int = 0, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def _number(*names: str, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Integer(), nullable=nullable)


def _yes_no(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Boolean(), nullable=False)


def _day(*names: str, nullable: bool = True) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    yield sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one_of(name: str, values: str) -> Iterator[SchemaItem]:
    kind = sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=32)
    yield sa.Column(name, kind, nullable=False)


def _known(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield from _one_of(f"{name}_known", KNOWN)


def _facts(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield from _known(name)
        yield from _text(f"{name}_value", nullable=True)
        yield sa.CheckConstraint(
            f"({name}_known IN ('proposed', 'given')) = ({name}_value IS NOT NULL)", name=f"{name}_fits"
        )


def _refers(
    name: str, target: str, *, nullable: bool = False, goes_with: bool = False
) -> Iterator[SchemaItem]:
    kind = sa.String(32) if name.endswith("_uid") else sa.Integer()
    yield sa.Column(name, kind, nullable=nullable)
    yield sa.ForeignKeyConstraint([name], [target], ondelete="CASCADE" if goes_with else None)


def _table(name: str, *parts: Iterator[SchemaItem]) -> None:
    op.create_table(name, *(item for part in parts for item in part))


def _keyed(*names: str) -> Iterator[SchemaItem]:
    yield sa.PrimaryKeyConstraint(*names)


def _index(table: str, *columns: str, unique: bool = False, live: bool = False) -> None:
    where = sa.text("trashed_at IS NULL") if live else None
    op.create_index(None, table, list(columns), unique=unique, sqlite_where=where)


def _never_changes(table: str) -> None:
    """Lets the database itself refuse every change; replacing a row by inserting its key again is one."""
    for name, event, body in (
        ("never_changes", "UPDATE", ""),
        ("replaces_nothing", "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"),  # noqa: S608
        ("stays", "DELETE", ""),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {body}"
            f" BEGIN SELECT RAISE(ABORT, '{table} {name.replace('_', ' ')}'); END"
        )


# --- tables ---------------------------------------------------------------------------------------------------------


def _lay_tables() -> None:
    _lay_office()
    _table("documents", _key(), _text("content"))
    _records("activities", _number("purposes"))
    _records("clients", _number("processing"), _known("contract"), _text("contract"))
    _records(
        "processors",
        _yes_no("named"),
        _known("role"),
        _text("role"),
        _known("countries"),
        _text("countries"),
        _known("contract"),
        _text("contract"),
        _day("expires_on"),
    )
    _records(
        "transfers",
        _yes_no("importer_named"),
        _known("country"),
        _text("country"),
        _refers("activity_uid", "activities.uid", nullable=True),
        _refers("client_uid", "clients.uid", nullable=True),
        _refers("processor_uid", "processors.uid", nullable=True),
        _known("tool"),
        _text("tool"),
        _text("verdict", length=32),
    )
    for column in ("activity_uid", "client_uid", "processor_uid"):
        _index("transfers", column)
    _names_processors("activity", "activities")
    _names_processors("client", "clients")
    _names_processors("processor", "processors")
    _lay_history()
    _lay_findings()
    _lay_lists()


def _lay_office() -> None:
    _table(
        "organisation",
        _key(),
        _number("version"),
        _text("name", "legal_form", "street", "postal_code", "city", "region", "country", "email", "phone"),
        _text("registration"),
        _facts("establishment", "representative", "joint_controllers"),
        _text("dpo_name", "dpo_street", "dpo_postal_code", "dpo_city", "dpo_region", "dpo_country"),
        _text("dpo_email", "dpo_phone"),
        _text("letters_street", "letters_postal_code", "letters_city", "letters_region", "letters_country"),
        _text("holiday_calendar", length=16),
        _text("time_zone", length=64),
        _text("authority", length=16),
        _text("to_clarify"),
        _yes_no("is_sample"),
        iter([sa.CheckConstraint("id = 1", name="one")]),
    )


def _records(name: str, *more: Iterator[SchemaItem]) -> None:
    _table(
        name,
        _key(),
        _text("uid", length=32),
        _number("version"),
        _text("ref", length=40),
        _text("sort_ref", length=80),
        _text("name", "sort_name"),
        _one_of("status", STATUSES),
        _known("owner"),
        _text("owner", "sort_owner"),
        _day("review_on", "created_on", "updated_on"),
        _moment("trashed_at", nullable=True),
        _number("gaps", "warnings", "settled", "asked"),
        _number("validated_version", nullable=True),
        _day("validated_on"),
        _refers("document_id", "documents.id"),
        *more,
        iter([sa.UniqueConstraint("uid"), sa.UniqueConstraint("ref")]),
    )
    _index(name, "sort_ref", "uid", live=True)
    _index(name, "sort_name", "sort_ref", "uid", live=True)


def _names_processors(owner: str, owners: str) -> None:
    table = f"{owner}_processors"
    _table(
        table,
        _refers("owner_id", f"{owners}.id", goes_with=True),
        _refers("processor_uid", "processors.uid"),
        _keyed("owner_id", "processor_uid"),
    )
    _index(table, "processor_uid")


def _lay_history() -> None:
    _table(
        "versions",
        _key(),
        _one_of("kind", KINDS),
        _text("record", length=32),
        _number("version"),
        _moment("at"),
        _text("by"),
        _one_of("action", ACTIONS),
        _refers("document_id", "documents.id"),
    )
    _index("versions", "record", "id")
    _index("versions", "kind", "at", "record")
    _never_changes("documents")
    _never_changes("versions")
    _table(
        "validations",
        _key(),
        _one_of("kind", KINDS),
        _text("record", length=32),
        _number("version"),
        _day("on", nullable=False),
        _text("by"),
    )
    _index("validations", "record", "id")


def _lay_findings() -> None:
    _table(
        "gaps",
        _key(),
        _one_of("kind", KINDS),
        _text("record", length=32),
        _number("position"),
        _text("key"),
        _text("rule", length=80),
        _text("check", length=16),
        _one_of("severity", "error warning hint"),
        _text("article", "place", "facts"),
        _yes_no("stands"),
    )
    _index("gaps", "record", "position", unique=True)
    _index("gaps", "kind", "rule", "record")
    _index("gaps", "kind", "check", "record")
    _table(
        "dismissals",
        _key(),
        _text("record", length=32),
        _text("finding"),
        _number("version"),
        _text("reason"),
        _day("on", nullable=False),
        _text("by"),
    )
    _index("dismissals", "record", "version")
    _table("check_state", _text("name", "what"), _keyed("name"))


def _lay_lists() -> None:
    _table(
        "tags",
        _text("record", length=32),
        _number("position"),
        _one_of("kind", KINDS),
        _text("tag", "sort_tag"),
        _keyed("record", "position"),
    )
    _index("tags", "kind", "tag", "record")
    _table(
        "terms",
        _one_of("kind", TERMS),
        _text("term", length=80),
        _text("text", "sort_text"),
        _yes_no("own", "hidden"),
        _keyed("kind", "term"),
    )
    _table(
        "kept_texts",
        _text("name", length=80),
        _text("title"),
        _text("sha256", length=64),
        _moment("at"),
        _text("text"),
        _keyed("name"),
    )
