"""The first schema: the register, requests with their papers and history, the journal, the words to search by."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The step stands for itself: it keeps its own spelling of every list, whatever the program's lists become.
KNOWN = "unknown none proposed given"
BASES = "6-1-a 6-1-b 6-1-c 6-1-d 6-1-e 6-1-f"
RECIPIENTS = "internal processor joint_controller third_party authority public to_assess"
ENTRIES = "received deadline identity_asked identity_proven extended searched paper answered closed reopened changed note"


def upgrade() -> None:
    _office()
    _processors()
    _activities()
    _transfers()
    _people()
    _cases()
    _papers()
    _timeline()
    _journal()
    _search()


# --- spelling -------------------------------------------------------------------------------------------------------


def _key() -> Iterator[SchemaItem]:
    yield sa.Column("id", sa.Integer(), nullable=False)
    yield sa.PrimaryKeyConstraint("id")


def _text(*names: str, length: int = 0, nullable: bool = False) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def _number(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Integer(), nullable=False)


def _yes_no(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Boolean(), nullable=False)


def _day(*names: str, nullable: bool = True) -> Iterator[SchemaItem]:
    for name in names:
        yield sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str) -> Iterator[SchemaItem]:
    yield sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _one_of(name: str, values: str, *, nullable: bool = False) -> Iterator[SchemaItem]:
    kind = sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=32)
    yield sa.Column(name, kind, nullable=nullable)


def _known(*names: str) -> Iterator[SchemaItem]:
    for name in names:
        yield from _one_of(f"{name}_known", KNOWN)


def _fits(name: str, value: str) -> Iterator[SchemaItem]:
    yield sa.CheckConstraint(
        f"({name}_known IN ('proposed', 'given')) = ({value} IS NOT NULL)", name=f"{name}_fits"
    )


def _fact(*names: str, values: str = "") -> Iterator[SchemaItem]:
    for name in names:
        yield from _known(name)
        if values:
            yield from _one_of(f"{name}_value", values, nullable=True)
        else:
            yield from _text(f"{name}_value", nullable=True)
        yield from _fits(name, f"{name}_value")


def _refers(
    name: str, target: str, *, nullable: bool = False, goes_with: bool = False
) -> Iterator[SchemaItem]:
    kind = sa.String(32) if name.endswith("_uid") else sa.Integer()
    yield sa.Column(name, kind, nullable=nullable)
    yield sa.ForeignKeyConstraint([name], [target], ondelete="CASCADE" if goes_with else None)


def _numbered() -> Iterator[SchemaItem]:
    yield from _key()
    yield from _text("uid", length=32)
    yield from _number("version")
    yield from _text("ref", length=40)
    yield from _text("sort_ref", length=80)
    yield sa.UniqueConstraint("uid")
    yield sa.UniqueConstraint("ref")


def _table(name: str, *parts: Iterator[SchemaItem]) -> None:
    op.create_table(name, *(item for part in parts for item in part))


def _index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(None, table, list(columns), unique=unique)


def _below(name: str, owner: str, owners: str, *parts: Iterator[SchemaItem]) -> None:
    """A table whose rows belong to a row of another, in an order."""
    _table(name, _key(), _refers(f"{owner}_id", f"{owners}.id", goes_with=True), _number("position"), *parts)
    _index(name, f"{owner}_id", "position", unique=True)


def _evidence(owner: str, owners: str) -> None:
    _below(
        f"{owner}_evidence",
        owner,
        owners,
        _text("section"),
        _text("source_sha256", length=64),
        _text("quote"),
    )


# --- tables ---------------------------------------------------------------------------------------------------------


def _office() -> None:
    _table(
        "organisation",
        _key(),
        _number("version"),
        _text("name", "legal_form", "street", "postal_code", "city", "region", "country", "email", "phone"),
        _text("registration"),
        _fact("representative", "joint_controllers"),
        _text("dpo_name", "dpo_street", "dpo_postal_code", "dpo_city", "dpo_region", "dpo_country"),
        _text("dpo_email", "dpo_phone"),
        _text("letters_street", "letters_postal_code", "letters_city", "letters_region", "letters_country"),
        _text("holiday_calendar", length=16),
        _text("time_zone", length=64),
        _text("authority", length=16),
        _yes_no("is_sample"),
        iter([sa.CheckConstraint("id = 1", name="one")]),
    )
    _table("counters", _text("name", length=40), _number("last"), iter([sa.PrimaryKeyConstraint("name")]))
    _table("drafts", _text("key", "fields"), iter([sa.PrimaryKeyConstraint("key")]))


def _processors() -> None:
    _table(
        "processors",
        _numbered(),
        _text("name", "sort_name"),
        _yes_no("named"),
        _fact("legal_name"),
        _fact("role", values="processor joint_controller controller mixed"),
        _text("service"),
        _fact("data", "address"),
        _known("countries"),
        _fact("safeguards"),
        _known("contract"),
        _one_of("contract_status", "none draft signed expired", nullable=True),
        _fits("contract", "contract_status"),
        _day("contract_signed_on", "contract_expires_on"),
        _text("contract_reference"),
        _fact("contact"),
        _text("to_clarify"),
        _day("review_on"),
    )
    _index("processors", "sort_ref", "uid")
    _index("processors", "sort_name", "uid")
    _below("processor_countries", "processor", "processors", _text("country", length=16))
    _evidence("processor", "processors")


def _activities() -> None:
    _table(
        "activities",
        _numbered(),
        _text("name", "sort_name"),
        _one_of("status", "draft active archived"),
        _number("gaps", "settled", "asked"),
        _day("created_on", "review_on"),
        _fact("owner"),
        _known("data_subjects", "categories", "recipients", "security"),
        _fact("transfers", "safeguards", "source", "automated_decision", "dpia"),
        _text("to_clarify"),
    )
    _index("activities", "sort_ref", "uid")
    _index("activities", "sort_name", "uid")
    _below("purposes", "activity", "activities", _text("text"), _fact("basis", values=BASES), _text("reason"))
    _below("data_subjects", "activity", "activities", _text("text"))
    _below(
        "data_categories",
        "activity",
        "activities",
        _text("name", "detail"),
        _known("retention"),
        _text("retention_rule", "retention_then", "retention_law"),
    )
    _below(
        "retention_periods",
        "category",
        "data_categories",
        _number("number"),
        _one_of("unit", "days months years"),
        _text("trigger"),
    )
    _below(
        "recipients",
        "activity",
        "activities",
        _text("name"),
        _one_of("kind", RECIPIENTS),
        _yes_no("named"),
        _refers("processor_uid", "processors.uid", nullable=True),
        _text("note"),
    )
    _index("recipients", "processor_uid")
    _below("security_measures", "activity", "activities", _text("text"))
    _evidence("activity", "activities")


def _transfers() -> None:
    _table(
        "transfers",
        _numbered(),
        _text("exporter", "importer", "sort_importer"),
        _yes_no("importer_named"),
        _fact("country"),
        _refers("activity_uid", "activities.uid", nullable=True),
        _refers("processor_uid", "processors.uid", nullable=True),
        _fact("tool"),
        _text("tool_reference"),
        _day("tool_date"),
        _fact("assessment"),
        _text("note"),
    )
    _index("transfers", "sort_ref", "uid")
    _index("transfers", "activity_uid")
    _index("transfers", "processor_uid")
    _evidence("transfer", "transfers")


def _people() -> None:
    _table(
        "people",
        _key(),
        _text("uid", length=32),
        _text("name", "sort_name", "street", "postal_code", "city", "region", "country", "email", "phone"),
        _text("language", length=16),
        _text("customer_reference"),
        iter([sa.UniqueConstraint("uid")]),
    )
    _index("people", "sort_name", "uid")


def _cases() -> None:
    _table(
        "cases",
        _numbered(),
        _refers("person_uid", "people.uid"),
        _text("sort_person"),
        _day("received", nullable=False),
        _day("due", "prudent"),
        _one_of("state", "open waiting answered closed"),
        _number("state_place", "urgency"),
        _text("regime", length=40),
        _one_of("channel", "email account post hand phone other"),
        _text("language", "calendar", length=16),
        _day("acknowledged_on", "answered_on", "extension_sent"),
        _one_of("identity_status", "not_checked asked proven"),
        _day("identity_asked", "identity_received"),
        _text("identity_how", "identity_reason", "extension_reason", "closed_reason", "asked"),
    )
    for column in ("urgency", "received", "due", "state_place", "sort_person"):
        _index("cases", column, "sort_ref", "uid")
    _index("cases", "sort_ref", "uid")
    _index("cases", "extension_sent")
    _index("cases", "person_uid")
    _below("case_rights", "case", "cases", _text("right", length=40))
    _below(
        "findings",
        "case",
        "cases",
        _refers("activity_uid", "activities.uid"),
        _one_of("outcome", "not_searched found nothing"),
        _text("note"),
    )
    _index("findings", "activity_uid")
    _below("finding_data", "finding", "findings", _text("label", "value"))


def _papers() -> None:
    _table(
        "papers",
        _key(),
        _text("uid", length=32),
        _text("number", length=40),
        _text("sort_number", length=80),
        _one_of("kind", "letter register"),
        _text("template", length=80),
        _text("language", length=16),
        _text("title", "sort_title"),
        _moment("made_at"),
        _text("sha256", length=64),
        _number("size", "pages"),
        _refers("case_uid", "cases.uid", nullable=True, goes_with=True),
        _refers("person_uid", "people.uid", nullable=True),
        iter([sa.UniqueConstraint("uid"), sa.UniqueConstraint("number")]),
    )
    _index("papers", "made_at", "sort_number", "uid")
    _index("papers", "sort_number", "uid")
    _index("papers", "case_uid")
    _index("papers", "person_uid")
    _table(
        "paper_bytes",
        _refers("paper_id", "papers.id", goes_with=True),
        iter([sa.PrimaryKeyConstraint("paper_id"), sa.Column("pdf", sa.LargeBinary(), nullable=False)]),
    )
    _never_changes(
        "papers",
        "id",
        "uid",
        "number",
        unless="OLD.case_uid IS NULL OR EXISTS (SELECT 1 FROM cases WHERE uid = OLD.case_uid)",
    )
    _never_changes("paper_bytes", "paper_id", unless="EXISTS (SELECT 1 FROM papers WHERE id = OLD.paper_id)")


def _timeline() -> None:
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


def _journal() -> None:
    _table(
        "audit",
        _number("sequence"),
        _moment("at"),
        _text("action", "kind", "record", length=32),
        _text("digest", "previous", "own", length=64),
        iter([sa.PrimaryKeyConstraint("sequence")]),
    )
    _never_changes("audit", "sequence", unless="TRUE")


def _never_changes(table: str, *keys: str, unless: str) -> None:
    """
    Lets the database itself refuse every change, and deleting while what the row belongs to is still there.

    Replacing a row by inserting its key again counts as a change; SQLite would not ask the other triggers.
    """
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


def _search() -> None:
    _table(
        "search_words",
        _key(),
        _text("kind", length=32),
        _number("row_id"),
        _text("record", length=32),
        _text("about", length=32, nullable=True),
        _text("words", "about_words"),
        iter([sa.UniqueConstraint("record")]),
    )
    _index("search_words", "kind", "row_id", unique=True)
    _index("search_words", "about")
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(words, about_words, content='search_words', content_rowid='id',"
        " tokenize='trigram case_sensitive 1')"
    )
    # Without it the words of a deleted person stay in the index until it is rebuilt.
    op.execute("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)")
    gone = (
        "INSERT INTO search_index (search_index, rowid, words, about_words)"
        " VALUES ('delete', OLD.id, OLD.words, OLD.about_words);"
    )
    come = "INSERT INTO search_index (rowid, words, about_words) VALUES (NEW.id, NEW.words, NEW.about_words);"
    for name, event, body in (
        ("come", "INSERT", come),
        ("gone", "DELETE", gone),
        ("changed", "UPDATE", gone + " " + come),
    ):
        op.execute(f"CREATE TRIGGER search_words_{name} AFTER {event} ON search_words BEGIN {body} END")
