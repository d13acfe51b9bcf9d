"""
A vault with as many requests as a test or a benchmark asks for, written row by row past the repositories.

    python -m benchmarks.many_cases 100000     makes one in a temporary folder and times its list
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from dpo_desk.domain.case import CaseState, Channel, RequestCase, RightAsked
from dpo_desk.domain.ids import CalendarId, CaseId, PersonId, RegimeId, RightId
from dpo_desk.services.clock import SystemClock
from dpo_desk.services.ports import ListQuery, Work
from dpo_desk.store import contents
from dpo_desk.store.base import folded, in_order
from dpo_desk.store.cases import CaseDocumentRow, CaseRightRow, CaseRow, urgency
from dpo_desk.store.desk import DeskFiles
from dpo_desk.store.people import PersonRow
from dpo_desk.store.search import SearchRow
from dpo_desk.store.vault_file import OpenVault

TODAY = date(2026, 6, 1)
PASSPHRASE = "trombone nuage kilo paprika"
_FIRST = [
    "Zoé",
    "Émile",
    "Anaïs",
    "Chloé",
    "Karim",
    "Jürgen",
    "Łukasz",
    "Søren",
    "Inès",
    "Noël",
    "Aïcha",
    "Gaëlle",
    "Björn",
    "Mathéo",
    "Fatou",
    "Maëlys",
]
_LAST = [
    "Lefèvre",
    "Müller",
    "Garçon",
    "O'Neill",
    "Dupont",
    "Bérénger",
    "Szczepański",
    "Œuvrard",
    "Nguyễn",
    "D’Angelo",
    "Roux",
    "Petit",
]
_RIGHTS = ("access", "erasure", "rectification", "objection", "portability")
_STATES = (CaseState.IN_WORK, CaseState.IDENTITY, CaseState.ANSWERED_FULLY, CaseState.CLOSED)
_BATCH = 5_000


def fill(vault: OpenVault, count: int) -> None:
    """Writes so many persons with one request each; the same ones every time."""
    chance = random.Random(1)
    with vault.engine.begin() as connection:
        for start in range(0, count, _BATCH):
            _batch(
                connection,
                [_case(chance, number) for number in range(start, min(start + _BATCH, count))],
                chance,
            )


def _case(chance: random.Random, number: int) -> RequestCase:
    received = date(2023, 1, 1) + timedelta(days=chance.randrange(1240))
    state = chance.choices(_STATES, weights=(15, 5, 860, 120))[0]
    due = None if state is CaseState.IDENTITY else received + timedelta(days=chance.randrange(28, 34))
    return RequestCase(
        id=CaseId(f"{number:032x}"),
        ref=f"R-{received.year}-{number + 1:04}",
        person=PersonId(f"{number + 2**64:032x}"),
        regime=RegimeId("eu-gdpr"),
        rights=tuple(
            RightAsked(right=RightId(right), received=received, nominal=due, due=due, prudent=due)
            for right in chance.sample(_RIGHTS, chance.choice((1, 1, 1, 2)))
        ),
        received=received,
        channel=chance.choice(list(Channel)),
        asked="Please send me a copy of everything you hold about me. " * chance.randrange(1, 12),
        language="fr",
        calendar=CalendarId("FR"),
        state=state,
        due=due,
        prudent=due,
        answered_on=due if state is CaseState.ANSWERED_FULLY else None,
    )


def _batch(connection: Connection, cases: list[RequestCase], chance: random.Random) -> None:
    names = [f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.randrange(10_000):04}" for _ in cases]
    connection.execute(
        insert(PersonRow), [_person_row(c, name) for c, name in zip(cases, names, strict=True)]
    )
    connection.execute(insert(CaseRow), [_case_row(c, name) for c, name in zip(cases, names, strict=True)])
    connection.execute(insert(CaseRightRow), list(_right_rows(cases)))
    documents = [
        {"case_id": int(each.id, 16) + 1, "content": contents.document(replace(each, version=1))}
        for each in cases
    ]
    connection.execute(insert(CaseDocumentRow), documents)
    connection.execute(insert(SearchRow), list(_search_rows(cases, names)))


def _person_row(case: RequestCase, name: str) -> dict[str, object]:
    empty = dict.fromkeys(
        ("street", "postal_code", "city", "region", "country", "phone", "customer_reference"), ""
    )
    return {
        **empty,
        "uid": case.person,
        "name": name,
        "sort_name": folded(name),
        "email": _mail(name),
        "language": "fr",
    }


def _case_row(case: RequestCase, person: str) -> dict[str, object]:
    same = (
        "ref",
        "regime",
        "received",
        "channel",
        "language",
        "state",
        "due",
        "prudent",
    )
    return {
        **{name: getattr(case, name) for name in same},
        "id": int(case.id, 16) + 1,
        "uid": case.id,
        "version": 1,
        "sort_ref": in_order(case.ref),
        "person_uid": case.person,
        "sort_person": folded(person),
        "state_place": list(CaseState).index(case.state),
        "urgency": urgency(case),
        "next_step": "search" if case.open else "",
        "answered_on": case.answered_on,
    }


def _right_rows(cases: list[RequestCase]) -> Iterator[dict[str, object]]:
    for case in cases:
        for position, right in enumerate(case.rights):
            yield {
                "case_id": int(case.id, 16) + 1,
                "position": position,
                **{name: getattr(right, name) for name in ("right", "received", "due", "prudent")},
            }


def _search_rows(cases: list[RequestCase], names: list[str]) -> Iterator[dict[str, object]]:
    for case, name in zip(cases, names, strict=True):
        row = {"row_id": int(case.id, 16) + 1}
        person = f"{folded(name)}\n{_mail(name)}"
        about = {"about": case.person, "about_words": person}
        yield {**row, **about, "kind": "case", "record": case.id, "words": folded(case.ref)}
        alone = {"about": None, "about_words": ""}
        yield {**row, **alone, "kind": "person", "record": case.person, "words": person}


def _mail(name: str) -> str:
    return f"{folded(name).replace(' ', '.')}@example.org"


def figures(work: Work) -> Iterator[tuple[str, float, int]]:
    """What a list of requests costs: name, milliseconds (median of five), identifiers found."""

    def listed(query: ListQuery) -> Callable[[], int]:
        def run() -> int:
            with work(read_only=True) as unit:
                return len(unit.cases.ids(query))

        return run

    def page() -> int:
        with work(read_only=True) as unit:
            return len(unit.cases.lines(unit.cases.ids(ListQuery())[:200]))

    def lines() -> int:
        with work(read_only=True) as unit:
            return len(unit.cases.lines(ids[50_000:50_200]))

    with work(read_only=True) as unit:
        ids = unit.cases.ids(ListQuery())
    yield "first page (ids + 200 lines)", *_timed(page)
    yield "200 lines from the middle", *_timed(lines)
    for column in ("", "ref", "person", "received", "due", "state"):
        yield f"order {column or '(own)'}", *_timed(listed(ListQuery(sort=column)))
        yield (
            f"order {column or '(own)'}, descending",
            *_timed(listed(ListQuery(sort=column, descending=True))),
        )
    for chip in ("open", "late", "waiting", "extended", "closed"):
        yield f"chip {chip}", *_timed(listed(ListQuery(chips=frozenset({chip}), today=TODAY)))
    for text in ("lefevre", "zoe lef", "r-2024-0", "é", "ou", "nothing like it", "muller 0042", "e"):
        yield f"search {text!r}", *_timed(listed(ListQuery(text=text)))


def _timed(run: Callable[[], int]) -> tuple[float, int]:
    found, times = 0, []
    for _ in range(5):
        start = time.perf_counter()
        found = run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), found


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = DeskFiles(SystemClock()).prepare(Path(folder) / "many.vault", PASSPHRASE).finish()
        try:
            start = time.perf_counter()
            fill(vault.file, count)
            print(f"{count} requests written in {time.perf_counter() - start:.1f} s")
            for name, milliseconds, found in figures(vault.work):
                print(f"{name:40} {milliseconds:8.1f} ms {found:8}")
        finally:
            vault.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
