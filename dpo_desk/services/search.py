"""One search over everything a user would look for by name."""

from __future__ import annotations

from dataclasses import dataclass

from dpo_desk.services.ports import ListQuery, Work

_EACH = 8  # hits of one kind; the list is for choosing, not for reading


@dataclass(frozen=True, kw_only=True)
class Found:
    """One record that holds the text; ``page`` is the section that shows it."""

    page: str
    record: str
    title: str
    detail: str


@dataclass(frozen=True)
class SearchService:
    """Finds records by any part of their names, without case and accents."""

    work: Work

    def search(self, text: str) -> tuple[Found, ...]:
        """The records that hold the text: requests, activities, clients, processors, transfers, papers; few of each."""
        if not text.strip():
            return ()
        query = ListQuery(text=text)
        with self.work(read_only=True) as unit:
            cases = unit.cases.lines(unit.cases.ids(query)[:_EACH])
            activities = unit.activities.lines(unit.activities.ids(query)[:_EACH])
            clients = unit.clients.lines(unit.clients.ids(query)[:_EACH])
            processors = unit.processors.lines(unit.processors.ids(query)[:_EACH])
            transfers = unit.transfers.lines(unit.transfers.ids(query)[:_EACH])
            papers = unit.papers.lines(unit.papers.ids(query)[:_EACH])
        return (
            *(Found(page="requests", record=c.id, title=c.person, detail=c.ref) for c in cases),
            *(Found(page="register", record=a.id, title=a.name, detail=a.ref) for a in activities),
            *(Found(page="clients", record=c.id, title=c.name, detail=c.ref) for c in clients),
            *(Found(page="processors", record=p.id, title=p.name, detail=p.ref) for p in processors),
            *(Found(page="transfers", record=t.id, title=t.name, detail=t.ref) for t in transfers),
            *(Found(page="papers", record=p.id, title=p.title, detail=p.number) for p in papers),
        )
