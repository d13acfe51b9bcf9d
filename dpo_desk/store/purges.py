"""What is left of purged requests: counts and certificates, in which no person can be found."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from dpo_desk.domain.case import CaseState
from dpo_desk.services.ports import Purge
from dpo_desk.store import contents
from dpo_desk.store.base import ID, Base, Texts, closed
from dpo_desk.store.records import Shared

KIND = "purge"


class PurgeRow(Base):
    """One certificate. Triggers refuse every change."""

    __tablename__ = "purges"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ID, unique=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    regime: Mapped[str] = mapped_column(String(40))
    rights: Mapped[tuple[str, ...]] = mapped_column(Texts())
    country: Mapped[str] = mapped_column(String(2))
    month: Mapped[str] = mapped_column(String(7))
    answered_month: Mapped[str] = mapped_column(String(7))
    state: Mapped[CaseState] = mapped_column(closed(CaseState, "state"))
    extended: Mapped[int]
    in_time: Mapped[int]
    days: Mapped[int | None]
    purged_on: Mapped[date]
    rule: Mapped[str]
    by: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))


class PurgeRepository:
    """Keeps ``services.ports.Purges``."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._session = shared.session

    def add(self, purge: Purge) -> None:
        """Keeps the certificate."""
        row = PurgeRow(
            uid=purge.id,
            ref=purge.ref,
            regime=purge.regime,
            rights=purge.rights,
            country=purge.country,
            month=purge.month,
            answered_month=purge.answered_month,
            state=purge.state,
            extended=int(purge.extended),
            in_time=int(purge.in_time),
            days=purge.days,
            purged_on=purge.purged_on,
            rule=purge.rule,
            by=purge.by,
            digest=purge.digest,
        )
        self._session.add(row)
        self._session.flush()
        self._shared.audit.record("created", KIND, purge.id, contents.digest(purge))

    def all(self) -> tuple[Purge, ...]:
        """Every certificate, newest first."""
        rows = select(PurgeRow).order_by(PurgeRow.purged_on.desc(), PurgeRow.id.desc())
        return tuple(map(_purge, self._session.scalars(rows)))


def _purge(row: PurgeRow) -> Purge:
    return Purge(
        id=row.uid,
        ref=row.ref,
        regime=row.regime,
        rights=row.rights,
        country=row.country,
        month=row.month,
        answered_month=row.answered_month,
        state=row.state,
        extended=bool(row.extended),
        in_time=bool(row.in_time),
        days=row.days,
        purged_on=row.purged_on,
        rule=row.rule,
        by=row.by,
        digest=row.digest,
    )
