"""Data that leave: what a record says of them, and what Chapter V says to each transfer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, found, hint, known, warning
from dpo_desk.domain.checks.words import fold
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.judgement import Judgement, Reason, Why
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer
from dpo_desk.domain.transfer_law import Verdict

# --- what an activity, or processing for a client, says of third countries -----------------------------------------


def said(record: Activity | Client, _around: Around) -> Found:
    """CHK-33: it is said whether data go to a third country."""
    article = "30(1)(e)" if isinstance(record, Activity) else "30(2)(c)"
    yield from known(record, record.transfers, "CHK-33", "transfers", article, "transfers")


def denied(record: Activity | Client, around: Around) -> Found:
    """CHK-28: who says that nothing leaves has no transfer."""
    if record.transfers.known is not Known.NONE:
        return
    told = dict.fromkeys((flow.importer, flow.country.value) for flow in _flows(record, around))
    for name, country in told:
        if country and not around.inside(country):
            of = {"name": name, "country": country}
            yield warning(record, "CHK-28", "transfers_denied", "30(1)(e)", "transfers", **of)


def without_record(record: Activity | Client, around: Around) -> Found:
    """CHK-12: each third country that is named has the record of a transfer."""
    recorded = {flow.country.value for flow in _flows(record, around)}
    for country in dict.fromkeys(around.law.countries.find(record.transfers.value or "").values()):
        if country not in recorded and not around.inside(country):
            yield error(
                record, "CHK-12", "transfers_unrecorded", "30(1)(e), 44", "transfers", country=country
            )


def no_safeguard(record: Activity | Client | Processor, around: Around) -> Found:
    """CHK-13: where data leave, certificates, anonymisation and promises are no safeguard."""
    word = around.law.no_safeguard.first(record.safeguards.value or "")
    if word and _leaves(record, around):
        yield warning(record, "CHK-13", "safeguard_none", "44, 46", "safeguards", word=word)


def _leaves(record: Activity | Client | Processor, around: Around) -> bool:
    """Whether data go to a third country by what is known; whatever is unknown counts as if they did."""
    if isinstance(record, Processor):
        told: Fact[object] = record.countries
        flows, said = around.transfers_through(record.id), record.countries.value or ()
    else:
        told = record.transfers
        named = around.law.countries.find(record.transfers.value or "").values()
        flows, said = _flows(record, around), tuple(named)
    return bool(flows) or told.known is Known.UNKNOWN or any(not around.inside(country) for country in said)


def _flows(record: Activity | Client, around: Around) -> Sequence[Transfer]:
    if isinstance(record, Activity):
        return around.transfers_of(record.id)
    return around.transfers_for(record.id)


# --- a transfer ----------------------------------------------------------------------------------------------------

ASSESSMENT = frozenset({
    Why.ASSESSMENT_NONE,
    Why.ASSESSMENT_UNKNOWN,
    Why.ASSESSMENT_UNDATED,
    Why.ASSESSMENT_LATER,
})  # fmt: skip
COMPELLING = frozenset({Why.INFORMED_NONE, Why.INFORMED_UNKNOWN, Why.SAFEGUARDS_NONE, Why.SAFEGUARDS_UNKNOWN})
LASTING = frozenset({Why.SYSTEMATIC, Why.SYSTEMATIC_DOUBTFUL, Why.FREQUENCY_UNKNOWN})
OPEN = frozenset({Why.COUNTRY_UNKNOWN, Why.TOOL_UNKNOWN})
PROPOSED = frozenset(why for why in Why if why.endswith("_proposed"))
_OTHERS = frozenset(Why) - ASSESSMENT - COMPELLING - LASTING - OPEN - PROPOSED


def valid(transfer: Transfer, around: Around) -> Found:
    """CHK-13: the transfer rests on a safeguard that carries it on this day."""
    yield from _reasons(transfer, around.judgement(transfer), _OTHERS, "CHK-13", "44-49")


def assessed(transfer: Transfer, around: Around) -> Found:
    """CHK-14: clauses, rules, codes and certificates have a transfer impact assessment with its date."""
    worst = Severity.ERROR
    yield from _reasons(transfer, around.judgement(transfer), ASSESSMENT, "CHK-14", "46(1); C-311/18", worst)


def compelling(transfer: Transfer, around: Around) -> Found:
    """CHK-15: compelling interests come with safeguards, and the authority and the persons are told."""
    worst = Severity.ERROR
    yield from _reasons(transfer, around.judgement(transfer), COMPELLING, "CHK-15", "49(1), 49(6)", worst)


def lasting(transfer: Transfer, around: Around) -> Found:
    """CHK-16: a derogation does not carry a lasting flow."""
    yield from _reasons(transfer, around.judgement(transfer), LASTING, "CHK-16", "49(1); recital 111")


def settled(transfer: Transfer, around: Around) -> Found:
    """CHK-33: country and safeguard are known, and nothing about them is only proposed."""
    yield from _reasons(transfer, around.judgement(transfer), OPEN, "CHK-33", "30(1)(e), 44", Severity.ERROR)
    yield from _reasons(transfer, around.judgement(transfer), PROPOSED, "CHK-33", "30(1)(e), 44")


def _reasons(
    transfer: Transfer,
    judgement: Judgement,
    whys: frozenset[Why],
    check: str,
    article: str,
    severity: Severity | None = None,
) -> Found:
    """The reasons among these that stand against the flow; ``law.reason.<why>`` is the sentence of ``reason.<why>``."""
    for reason in judgement.reasons:
        if reason.key in whys and reason.verdict.gravity >= Verdict.RESERVED.gravity:
            graves = min(reason.verdict.gravity, judgement.verdict.gravity) == Verdict.NOT_VALID.gravity
            worst = severity or (Severity.ERROR if graves else Severity.WARNING)
            place, rule = reason.place or "tool", f"reason.{reason.key.value}"
            yield found(worst, transfer, check, rule, article, place, _facts(reason))


def _facts(reason: Reason) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in reason.facts.items()
    }


def attached(transfer: Transfer, around: Around) -> Found:
    """CHK-12: a transfer belongs to an activity, or to processing for a client."""
    activity = transfer.activity and around.activity(transfer.activity)
    client = transfer.client and around.client(transfer.client)
    if not activity and not client:
        yield warning(transfer, "CHK-12", "flow_alone", "30(1)(e)", "activity")


def importer_named(transfer: Transfer, around: Around) -> Found:
    """CHK-31: who receives the data has a name."""
    if not transfer.importer_named or around.law.unnamed.whole(transfer.importer):
        of = {"name": transfer.importer}
        yield warning(transfer, "CHK-31", "importer_unnamed", "30(1)(d)-(e), 15(1)(c)", "importer", **of)


def importer_is_recipient(transfer: Transfer, around: Around) -> Found:
    """CHK-28: who receives the data is among the recipients of the activity."""
    activity = around.activity(transfer.activity) if transfer.activity else None
    if activity is None or activity.recipients.known is Known.UNKNOWN:
        return
    recipients = activity.recipients.value or ()
    named = {fold(recipient.name) for recipient in recipients}
    linked = {recipient.processor for recipient in recipients if recipient.processor}
    if fold(transfer.importer) not in named and (transfer.processor not in linked or not transfer.processor):
        of = {"name": transfer.importer, "activity": activity.name}
        yield warning(transfer, "CHK-28", "flow_no_recipient", "30(1)(d)-(e)", "importer", **of)


def country_differs(transfer: Transfer, around: Around) -> Found:
    """CHK-28: the country is one of those the record of the importer names."""
    importer = around.processor(transfer.processor) if transfer.processor else None
    countries = (importer.countries.value or ()) if importer else ()
    country = transfer.country.value
    if country and countries and country not in countries:
        of = {"name": transfer.importer, "country": country}
        yield warning(transfer, "CHK-28", "flow_country_differs", "30(1)(e)", "country", **of)


def document(transfer: Transfer, around: Around) -> Found:
    """CHK-13: a safeguard of Art. 46 is filed somewhere, for the persons to get a copy."""
    if transfer.document.known is Known.UNKNOWN and _signed(around.judgement(transfer)):
        yield hint(transfer, "CHK-13", "flow_document", "13(1)(f), 46", "document")


def _signed(judgement: Judgement) -> bool:
    return any(reason.key is Why.TOOL_NAMED for reason in judgement.reasons)


def content(transfer: Transfer, around: Around) -> Found:
    """CHK-33: it is said which data flow."""
    if around.judgement(transfer).verdict is not Verdict.NO_TRANSFER:
        fact, severity = transfer.data, Severity.WARNING
        yield from known(transfer, fact, "CHK-33", "flow_data", "30(1)(e)", "data", severity=severity)
