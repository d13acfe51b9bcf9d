"""From the records a paper shows to the facts of its sheets, as of a day and in a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.checks.law import Article28Item
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known
from dpo_desk.domain.ids import ProcessorId
from dpo_desk.domain.processor import Processor, SubProcessor
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import ChapterV
from dpo_desk.errors import RuleBroken
from dpo_desk.library.checklists import article28
from dpo_desk.library.law_words import LawWords
from dpo_desk.library.wording import Wording
from dpo_desk.paper import records as papers
from dpo_desk.services.facts import organisation_facts
from dpo_desk.services.gap_words import gap_text
from dpo_desk.services.links import AnyRecord
from dpo_desk.services.ports import PastRegister, UnitOfWork
from dpo_desk.services.record_facts import InLanguage, Teller
from dpo_desk.services.register_selection import BOTH, Book, Selection


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How a paper tells records: language, day, the tables of Chapter V, and the terms of the catalogues."""

    words: Wording
    as_of: date
    today: date
    law: ChapterV
    term: InLanguage


def register_facts(
    unit: UnitOfWork,
    register: PastRegister,
    selection: Selection,
    telling: Telling,
    books: frozenset[Book] = BOTH,
) -> papers.RegisterFacts:
    """
    The facts of a sheet.

    Args:
        unit: For the organisation, the validations, and what the newest check found.
        register: All records as they stood on the day.
        selection: Those the sheet shows.
        telling: How they are told.
        books: Which registers the sheet is part of.

    Raises:
        RuleBroken: ``no_organisation`` before the organisation was first saved.
    """
    organisation = unit.organisation.find()
    if organisation is None:
        raise RuleBroken("no_organisation")
    builder = _Builder(unit, register, selection.shown, telling)
    return papers.RegisterFacts(
        organisation=organisation_facts(organisation, telling.words),
        as_of=telling.as_of,
        made_on=telling.today,
        books=books,
        activities=tuple(builder.activities()),
        clients=tuple(builder.clients()),
        processors=tuple(builder.processors()),
        transfers=tuple(builder.transfers()),
        extents=selection.extents,
        checklist=tuple(_item(each, telling.words) for each in article28()),
    )


class _Builder:
    """Tells the shown records one after the other."""

    def __init__(
        self, unit: UnitOfWork, register: PastRegister, shown: PastRegister, telling: Telling
    ) -> None:
        self._unit, self._shown, self._telling = unit, shown, telling
        self._everybody = {each.id: each for each in register.processors}
        self._law = LawWords(telling.words, telling.law)
        self._teller = Teller(
            words=telling.words, names=_names(register, shown), term=telling.term, law=self._law
        )
        self._gaps = self._found()
        self._flows: defaultdict[str, list[papers.TransferRecord]] = defaultdict(list)
        self._transfers = tuple(self._transfer(each) for each in shown.transfers)

    def activities(self) -> Iterator[papers.ActivityRecord]:
        for each in self._shown.activities:
            told = self._record(RecordKind.ACTIVITY, each)
            yield papers.ActivityRecord(**vars(told), flows=tuple(self._flows[each.id]))

    def clients(self) -> Iterator[papers.ClientRecord]:
        for each in self._shown.clients:
            told = self._record(RecordKind.CLIENT, each)
            yield papers.ClientRecord(**vars(told), flows=tuple(self._flows[each.id]))

    def processors(self) -> Iterator[papers.ProcessorRecord]:
        serves = _served(self._shown)
        for each in self._shown.processors:
            told = self._record(RecordKind.PROCESSOR, each)
            branches = tuple(self._behind(each))
            yield papers.ProcessorRecord(**vars(told), serves=tuple(serves[each.id]), branches=branches)

    def transfers(self) -> tuple[papers.TransferRecord, ...]:
        return self._transfers

    def _transfer(self, transfer: Transfer) -> papers.TransferRecord:
        told = self._record(RecordKind.TRANSFER, transfer)
        record = papers.TransferRecord(**vars(told), verdict=self._verdict(transfer))
        for owner in filter(None, (transfer.activity, transfer.client)):
            self._flows[owner].append(record)
        return record

    def _verdict(self, transfer: Transfer) -> papers.Verdict:
        judgement = judge(transfer, self._telling.as_of, self._telling.law)
        reasons = tuple(self._law.reason(each) for each in judgement.reasons)
        return papers.Verdict(judgement.verdict.value, self._law.verdict(judgement.verdict), reasons)

    def _record(self, kind: RecordKind, record: AnyRecord) -> papers.RecordFacts:
        return papers.RecordFacts(
            ref=record.ref,
            name=record.name,
            fields=self._teller.fields(record),
            status=self._telling.words(f"register.status.{record.status}"),
            history=self._history(kind, record),
            gaps=self._gaps.get(record.id, ()),
        )

    def _history(self, kind: RecordKind, record: AnyRecord) -> papers.History:
        validation = self._unit.versions.validation(kind, record.id)
        told = validation is None or validation.on <= self._telling.as_of
        kept = validation if told else None
        return papers.History(
            version=record.version,
            created_on=record.created_on,
            changed_on=record.updated_on,
            validated_on=kept.on if kept else None,
            validated_by=kept.by if kept else "",
            changed_since=kept is not None and kept.version != record.version,
            told=told,
        )

    def _found(self) -> Mapping[str, tuple[str, ...]]:
        """What the newest check found wrong, by record; nothing for a day that is past."""
        if self._telling.as_of != self._telling.today:
            return {}
        found: defaultdict[str, list[str]] = defaultdict(list)
        for gap in self._unit.gaps.all():
            if gap.severity is Severity.ERROR:
                found[gap.record].append(gap_text(gap, self._telling.words, self._telling.law))
        return {record: tuple(gaps) for record, gaps in found.items()}

    def _behind(self, processor: Processor) -> Iterator[papers.Branch]:
        """Who stands behind the processor, each record once: a loop ends where it closes."""
        told: set[ProcessorId] = {processor.id}
        left: list[tuple[tuple[str, ...], SubProcessor]] = [
            ((), sub) for sub in reversed(processor.subprocessors.value or ())
        ]
        while left:
            way, sub = left.pop()
            target = self._everybody.get(sub.processor) if sub.processor else None
            here = (*way[-_WAY:], target.name if target else sub.name)
            again = target is not None and target.id in told
            yield papers.Branch(here, self._detail(sub, target), again)
            if target is not None and not again:
                told.add(target.id)
                left.extend((here, each) for each in reversed(target.subprocessors.value or ()))

    def _detail(self, sub: SubProcessor, target: Processor | None) -> str:
        words = self._telling.words
        countries = sub.countries if sub.countries.value or target is None else target.countries
        where = words.join(words.country(code) for code in countries.value or ())
        if countries.known is Known.PROPOSED:
            where = words("sheets.common.proposed", text=where, mark=words("sheets.common.proposed_mark"))
        if countries.known is Known.UNKNOWN:
            where = words("sheets.common.country_unknown")
        ref = target.ref if target else ""
        return words("sheets.common.separator").join(filter(None, (ref, sub.service, where)))


_WAY = 6  # as much of the way to a sub-processor as a sheet shows


def _names(register: PastRegister, shown: PastRegister) -> Mapping[str, str]:
    """Reference and name of every record; of a client that is not shown only the reference, for its name is not ours."""
    records: tuple[AnyRecord, ...] = (
        *register.activities,
        *register.processors,
        *register.transfers,
        *shown.clients,
    )
    names = {str(each.id): f"{each.ref} {each.name}" for each in records}
    return {str(each.id): each.ref for each in register.clients} | names


def _served(shown: PastRegister) -> defaultdict[str, list[str]]:
    """The shown activities and clients a processor works for, by its id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for activity in shown.activities:
        for processor in dict.fromkeys(r.processor for r in activity.recipients.value or () if r.processor):
            found[processor].append(f"{activity.ref} {activity.name}")
    for client in shown.clients:
        for processor in client.subprocessors:
            found[processor].append(f"{client.ref} {client.name}")
    return found


def _item(item: Article28Item, words: Wording) -> papers.Item:
    text, question = words(f"law.article28.{item.id}"), f"sheets.questionnaire.item.{item.id}"
    return papers.Item(item.id, text, words(question) if words.has(question) else text, item.article)
