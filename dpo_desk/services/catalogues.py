"""The words a register is written with: looked up, added, renamed everywhere at once, merged, put out of the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from dpo_desk.domain.catalogue import Term, TermKind
from dpo_desk.domain.checks.words import fold
from dpo_desk.domain.ids import new_id
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.terms import doubles, terms_in, with_term
from dpo_desk.errors import NotFound, RuleBroken, StaleRecord
from dpo_desk.library.catalogues import in_language, shipped_terms
from dpo_desk.services import parsing
from dpo_desk.services.checker import Checker
from dpo_desk.services.links import live, records_of
from dpo_desk.services.ports import Clock, UnitOfWork, Work
from dpo_desk.services.today import today_in

__all__ = ["CatalogueService", "TermLine", "TermUndo", "TermsChanged", "in_language"]

_HOLDERS = (RecordKind.ACTIVITY, RecordKind.CLIENT, RecordKind.TRANSFER)


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A term as the list of its kind shows it; ``id`` is empty when it stands in records only, not in the list."""

    text: str
    id: str
    own: bool
    hidden: bool
    used: int  # records which hold it


@dataclass(frozen=True, kw_only=True)
class TermUndo:
    """How to take a change back: terms as they were, and of each changed record the version before and after."""

    kind: TermKind
    terms: Mapping[str, Term | None]
    versions: Mapping[tuple[RecordKind, str], tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class TermsChanged:
    """What was done: the text that stands now, in how many records it took another's place, and the way back."""

    text: str
    records: int
    undo: TermUndo


class CatalogueService:
    """The verbs of the catalogues; a term is called by its text, as records hold it."""

    def __init__(self, work: Work, clock: Clock, checker: Checker) -> None:
        self._work, self._clock, self._checker = work, clock, checker

    # -- reading

    def terms(self, kind: TermKind, language: str) -> tuple[Term, ...]:
        """The terms to choose from, shipped ones in this language, by their words."""
        with self._work(read_only=True) as unit:
            found = (term for term in _listed(unit, kind, language) if not term.hidden)
            return tuple(sorted(found, key=lambda term: fold(term.text)))

    def texts(self, kind: TermKind, language: str) -> tuple[str, ...]:
        """What to propose while somebody types: the words of these terms; quick, for every key that is pressed."""
        return tuple(term.text for term in self.terms(kind, language))

    def usage(self, kind: TermKind) -> Mapping[str, int]:
        """How many records hold each text of this kind."""
        with self._work(read_only=True) as unit:
            return _usage(unit, kind)

    def lines(self, kind: TermKind, language: str) -> tuple[TermLine, ...]:
        """Every term of this kind, hidden ones too, and every text records hold, by their words."""
        with self._work(read_only=True) as unit:
            used, listed = _usage(unit, kind), _listed(unit, kind, language)
        lines = [
            TermLine(text=t.text, id=t.id, own=t.own, hidden=t.hidden, used=used.get(t.text, 0))
            for t in listed
        ]
        known = {term.text for term in listed}
        lines += [
            TermLine(text=text, id="", own=True, hidden=False, used=count)
            for text, count in used.items()
            if text not in known
        ]
        return tuple(sorted(lines, key=lambda line: (fold(line.text), line.text)))

    def doubles(self, kind: TermKind, language: str) -> tuple[tuple[TermLine, ...], ...]:
        """Groups of terms that look the same but for case, accents, blanks or the plural; the most used one first."""
        lines = {line.text: line for line in self.lines(kind, language) if not line.hidden}
        groups = ([lines[text] for text in group] for group in doubles(lines))
        return tuple(tuple(sorted(group, key=lambda line: (-line.used, not line.id))) for group in groups)

    # -- writing

    def add(self, kind: TermKind, text: str, language: str) -> TermsChanged:
        """
        A new term in the list.

        Raises:
            DraftError: The field ``text`` cannot be accepted.
            RuleBroken: ``term_exists``, when it is in the list already.
        """
        with self._work() as unit:
            new = _parsed(text)
            known = _find(_listed(unit, kind, language), new)
            if known is not None and not known.hidden:
                raise RuleBroken("term_exists")
            term = replace(known, hidden=False) if known else Term(kind=kind, id=new_id(), text=new, own=True)
            change = self._keep(unit, kind, {term.id: term}, new)
            unit.commit()
        return change

    def rename(self, kind: TermKind, text: str, new: str, language: str) -> TermsChanged:
        """
        The term under new words, in the list and in every record that holds it.

        Raises:
            DraftError: The field ``text`` cannot be accepted.
            NotFound: Neither the list nor a record holds the term.
            RuleBroken: ``term_exists``, when another term is called so: the two can be merged instead.
        """
        with self._work() as unit:
            wanted = _parsed(new)
            listed = _listed(unit, kind, language)
            term, other = _find(listed, text), _find(listed, wanted)
            if wanted != text and (other is not None or wanted in _usage(unit, kind)):
                raise RuleBroken("term_exists")
            terms = {term.id: _called(term, wanted, language)} if term and wanted != text else {}
            change = self._replaced(unit, kind, (text, wanted), terms, known=term is not None)
            unit.commit()
        return change

    def merge(self, kind: TermKind, text: str, into: str, language: str) -> TermsChanged:
        """
        The first term gives way to the second in every record, and leaves the list.

        Raises:
            NotFound: Neither the list nor a record holds one of them.
        """
        with self._work() as unit:
            listed = _listed(unit, kind, language)
            term, target = _find(listed, text), _find(listed, into)
            if text == into or (target is None and into not in _usage(unit, kind)):
                raise NotFound
            terms: dict[str, Term | None] = {}
            if term:
                terms[term.id] = replace(term, hidden=True) if _is_shipped(term, language) else None
            if target and target.hidden:
                terms[target.id] = replace(target, hidden=False)
            change = self._replaced(unit, kind, (text, into), terms, known=term is not None)
            unit.commit()
        return change

    def hide(self, kind: TermKind, text: str, language: str, *, hidden: bool = True) -> TermsChanged:
        """
        The term is proposed no more, or again; records keep it.

        Raises:
            NotFound: The list does not hold it.
        """
        with self._work() as unit:
            term = _find(_listed(unit, kind, language), text)
            if term is None:
                raise NotFound
            change = self._keep(unit, kind, {term.id: replace(term, hidden=hidden)}, text)
            unit.commit()
        return change

    def undo(self, undo: TermUndo) -> None:
        """
        Puts terms and records back to what they were; each record gets a new version.

        Raises:
            NotFound: A record does not exist any more.
            StaleRecord: A record was changed again since; nothing is touched.
        """
        with self._work() as unit:
            today = today_in(unit, self._clock)
            for (kind, record), (before, after) in undo.versions.items():
                now = live(unit, kind, record)
                if now is None:
                    raise NotFound(kind=kind)
                if now.version != after:
                    raise StaleRecord(kind=kind)
                then = _past(unit, kind, record, before)
                records_of(unit, kind).save(replace(then, version=after, updated_on=today))
            _put(unit, undo.kind, undo.terms)
            self._checker.check(unit, list(undo.versions))
            unit.commit()

    # -- inside

    def _keep(
        self, unit: UnitOfWork, kind: TermKind, terms: Mapping[str, Term | None], text: str
    ) -> TermsChanged:
        """Changes the list alone."""
        before = _put(unit, kind, terms)
        undo = TermUndo(kind=kind, terms=before, versions=MappingProxyType({}))
        return TermsChanged(text=text, records=0, undo=undo)

    def _replaced(
        self,
        unit: UnitOfWork,
        kind: TermKind,
        texts: tuple[str, str],
        terms: Mapping[str, Term | None],
        *,
        known: bool,
    ) -> TermsChanged:
        """Changes the list, and puts the second text in the place of the first in every record."""
        (old, new), today = texts, today_in(unit, self._clock)
        versions: dict[tuple[RecordKind, str], tuple[int, int]] = {}
        for sort, record in _records(unit):
            if old != new and old in terms_in(record, kind):
                changed = replace(with_term(record, kind, old, new), updated_on=today)
                stored = records_of(unit, sort).save(changed)
                versions[sort, record.id] = (record.version, stored.version)
        if not known and not versions:
            raise NotFound
        self._checker.check(unit, list(versions))
        undo = TermUndo(kind=kind, terms=_put(unit, kind, terms), versions=MappingProxyType(versions))
        return TermsChanged(text=new, records=len(versions), undo=undo)


def _parsed(text: str) -> str:
    with parsing.fields() as found:
        return found.parse(parsing.required, text, "text", "")


def _listed(unit: UnitOfWork, kind: TermKind, language: str) -> tuple[Term, ...]:
    """The shipped terms with what was done to them, then the user's own."""
    found = dict(shipped_terms(kind, language))
    for term in unit.terms.of(kind):
        shipped = found.get(term.id)
        # one that was only hidden keeps the words of each language
        found[term.id] = term if shipped is None or term.own else replace(shipped, hidden=term.hidden)
    return tuple(found.values())


def _find(terms: tuple[Term, ...], text: str) -> Term | None:
    """The term of these words; one that can be chosen before one that is hidden."""
    return min((term for term in terms if term.text == text), key=lambda term: term.hidden, default=None)


def _called(term: Term, text: str, language: str) -> Term:
    """The term under these words; under those it was shipped with it is called so in each language again."""
    shipped = shipped_terms(term.kind, language).get(term.id)
    return replace(term, text=text, own=shipped is None or shipped.text != text)


def _is_shipped(term: Term, language: str) -> bool:
    return term.id in shipped_terms(term.kind, language)


def _records(unit: UnitOfWork) -> Iterator[tuple[RecordKind, Any]]:
    for kind in _HOLDERS:
        for record in records_of(unit, kind).all():
            yield kind, record


def _usage(unit: UnitOfWork, kind: TermKind) -> Mapping[str, int]:
    return MappingProxyType(Counter(text for _, record in _records(unit) for text in terms_in(record, kind)))


def _put(unit: UnitOfWork, kind: TermKind, terms: Mapping[str, Term | None]) -> Mapping[str, Term | None]:
    """Keeps these terms, or forgets those which are nothing; gives what the vault held of them before."""
    kept = {term.id: term for term in unit.terms.of(kind)}
    for name, term in terms.items():
        if term is None:
            unit.terms.drop(kind, name)
        else:
            unit.terms.save(term)
    return MappingProxyType({name: kept.get(name) for name in terms})


def _past(unit: UnitOfWork, kind: RecordKind, record: str, version: int) -> Any:
    match kind:
        case RecordKind.ACTIVITY:
            return unit.versions.activity(record, version)
        case RecordKind.CLIENT:
            return unit.versions.client(record, version)
        case RecordKind.TRANSFER:
            return unit.versions.transfer(record, version)
        case RecordKind.PROCESSOR:
            return unit.versions.processor(record, version)
