"""Persons with their addresses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String, column, select, table, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.ids import PersonId
from dpo_desk.domain.people import Person, PostalAddress
from dpo_desk.errors import NotFound, RuleBroken
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, folded, postal
from dpo_desk.store.records import Shared
from dpo_desk.store.search import holding

KIND = "person"

# By name: the rows of requests know those of persons, not the other way round.
_CASES = table("cases", column("person_uid", String), column("sort_person", String))


class PersonRow(Base):
    """One person."""

    __tablename__ = "people"
    __table_args__ = (Index(None, "sort_name", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ID, unique=True)
    name: Mapped[str]
    sort_name: Mapped[str]
    address: Mapped[PostalAddress] = postal()
    email: Mapped[str]
    phone: Mapped[str]
    language: Mapped[str] = mapped_column(String(16))
    customer_reference: Mapped[str]
    born: Mapped[date | None]


class PersonRepository:
    """Keeps ``services.ports.People``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def get(self, person: PersonId) -> Person:
        """The person. Raises ``NotFound``."""
        row = self._row(person)
        if row is None:
            raise NotFound(kind=KIND)
        return _person(row)

    def save(self, person: Person) -> None:
        """Adds or replaces the person. Raises ``FieldError`` where a field holds what no database keeps."""
        digest = contents.digest(person)
        row = self._row(person.id)
        action = "created" if row is None else "changed"
        if row is None:
            row = PersonRow(uid=person.id)
            self._session.add(row)
        _fill(row, person)
        self._session.flush()
        self._session.execute(
            update(_CASES).where(_CASES.c.person_uid == person.id).values(sort_person=row.sort_name)
        )
        words = (person.name, person.email, person.customer_reference)
        self._shared.search.put(KIND, row.id, person.id, words)
        self._shared.audit.record(action, KIND, person.id, digest)

    def like(self, text: str, limit: int = 20) -> tuple[Person, ...]:
        """Persons whose name, e-mail or customer reference holds the text, without case and accents."""
        found = select(PersonRow).where(*holding(text, KIND, PersonRow.id))
        return tuple(map(_person, self._session.scalars(found.order_by(PersonRow.sort_name).limit(limit))))

    def delete(self, person: PersonId) -> None:
        """Takes the person away. Raises ``NotFound``; ``RuleBroken`` ``record_in_use`` while a request names them."""
        row = self._row(person)
        if row is None:
            raise NotFound(kind=KIND)
        self._session.delete(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise RuleBroken("record_in_use") from error
        self._shared.search.drop(person)
        self._shared.audit.record("deleted", KIND, person)

    def _row(self, person: PersonId) -> PersonRow | None:
        return self._session.scalars(select(PersonRow).where(PersonRow.uid == person)).one_or_none()


def _person(row: PersonRow) -> Person:
    return Person(
        id=PersonId(row.uid),
        name=row.name,
        address=row.address,
        email=row.email,
        phone=row.phone,
        language=row.language,
        customer_reference=row.customer_reference,
        born=row.born,
    )


def _fill(row: PersonRow, person: Person) -> None:
    row.name, row.sort_name = person.name, folded(person.name)
    row.address = person.address
    row.email, row.phone = person.email, person.phone
    row.language, row.customer_reference = person.language, person.customer_reference
    row.born = person.born
