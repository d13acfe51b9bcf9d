"""A record and the words it was taken from: do they still stand there, and do they say the same?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dpo_desk.domain.activity import Activity, Retention
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, Record, hint, warning
from dpo_desk.domain.checks.words import Length, fold
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer


def gone(record: Record, around: Around) -> Found:
    """CHK-27: what was quoted still stands in the source."""
    source = around.source
    if source is None:
        return
    for index, each in enumerate(record.evidence):
        if each.source_sha256 and each.source_sha256 != source.sha256 and not source.holds(each.quote):
            place = f"evidence.{index}.quote"
            yield hint(record, "CHK-27", "evidence_gone", "5(1)(d), 24(1)", place, quote=each.quote)


def lengths(activity: Activity, around: Around) -> Found:
    """CHK-28: the lengths of time in the quotations are those of the record."""
    kept = [
        fact.value
        for category in activity.categories.value or ()
        for fact in (category.retention, category.archive)
        if fact.value
    ]
    if not any(each.periods for each in kept):
        return
    told = {length.measure for each in kept for length in _lengths(each, around)}
    for index, each in enumerate(activity.evidence):
        for length in around.law.lengths.find(each.quote):
            if length.measure not in told:
                place, of = f"evidence.{index}.quote", {"length": str(length)}
                yield warning(activity, "CHK-28", "evidence_length", "5(1)(e), 30(1)(f)", place, **of)


def _lengths(kept: Retention, around: Around) -> Iterator[Length]:
    yield from (Length(period.number, period.unit) for period in kept.periods)
    yield from around.law.lengths.find(kept.rule)


def countries(record: Activity | Processor, around: Around) -> Found:
    """CHK-28: the third countries in the quotations are in the record."""
    if not record.evidence:
        return
    told: set[str] | None = None
    for index, each in enumerate(record.evidence):
        for country in dict.fromkeys(around.law.countries.find(each.quote).values()):
            if around.inside(country):
                continue
            told = _told(record, around) if told is None else told
            if country not in told:
                place, of = f"evidence.{index}.quote", {"country": country}
                yield warning(record, "CHK-28", "evidence_country", "30(1)(e)", place, **of)


def _told(record: Activity | Processor, around: Around) -> set[str]:
    """The countries the record speaks of, in its own fields and in those of the records it names."""
    if isinstance(record, Processor):
        subs = (sub.countries.value or () for sub in record.subprocessors.value or ())
        flows = around.transfers_through(record.id)
        return {*(record.countries.value or ()), *(c for each in subs for c in each), *_of(flows)}
    texts = (record.transfers.value, record.locations.value, record.safeguards.value)
    told = {code for text in texts if text for code in around.law.countries.find(text).values()}
    for recipient in record.recipients.value or ():
        partner = around.processor(recipient.processor) if recipient.processor else None
        told |= {*(recipient.countries.value or ()), *((partner.countries.value or ()) if partner else ())}
    return told | _of(around.transfers_of(record.id))


def _of(flows: Iterable[Transfer]) -> set[str]:
    return {flow.country.value for flow in flows if flow.country.value}


def country_differs(transfer: Transfer, around: Around) -> Found:
    """CHK-28: the country is the one the quotation of the transfer names."""
    if transfer.country.value is None:
        return
    for index, each in enumerate(transfer.evidence):
        named = set(around.law.countries.find(each.quote).values())
        abroad = [country for country in named if not around.inside(country)]
        if abroad and transfer.country.value not in named:
            place, of = f"evidence.{index}.quote", {"country": min(abroad)}
            yield warning(transfer, "CHK-28", "evidence_other_country", "30(1)(e)", place, **of)


def recipients(activity: Activity, around: Around) -> Found:
    """CHK-28: organisations with a record of their own that are quoted get the data."""
    if not activity.evidence:
        return
    listed = activity.recipients.value or ()
    linked = {recipient.processor for recipient in listed}
    linked |= {flow.processor for flow in around.transfers_of(activity.id)}
    told = fold(" / ".join((*(r.name for r in listed), *(activity.joint_controllers.value or ()))))
    own = fold(around.organisation.name) if around.organisation else ""
    missing: dict[str, int] = {}
    for index, each in enumerate(activity.evidence):
        for name, processor in around.names.find(each.quote).items():
            if processor not in linked and fold(name) not in told and fold(name) not in own:
                missing.setdefault(name, index)
    for name, index in missing.items():
        place = f"evidence.{index}.quote"
        yield warning(activity, "CHK-28", "evidence_recipient", "30(1)(d)", place, name=name)
