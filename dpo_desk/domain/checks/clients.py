"""Processing on behalf of other controllers (Art. 28, 30(2) and 33(2))."""

from __future__ import annotations

from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, hint, known, needed, warning
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known, unknown


def reached(client: Client, _around: Around) -> Found:
    """CHK-30: the controller can be reached."""
    facts = (client.contact, client.address)
    if all(fact.known is Known.NONE for fact in facts):
        yield error(client, "CHK-30", "client_contact_none", "30(2)(a)", "contact")
    elif not any(fact.known is Known.GIVEN for fact in facts):
        nearest = next((fact for fact in facts if fact.known is Known.PROPOSED), unknown())
        yield from known(client, nearest, "CHK-30", "client_contact", "30(2)(a)", "contact")


def represented(client: Client, _around: Around) -> Found:
    """CHK-30: it is known whether the controller has a representative and a data protection officer."""
    for place, fact in (("representative", client.representative), ("dpo", client.dpo)):
        rule, severity = f"client_{place}", Severity.WARNING
        yield from known(client, fact, "CHK-30", rule, "30(2)(a)", place, severity=severity)


def processing(client: Client, _around: Around) -> Found:
    """CHK-30: it is said what is done on behalf of the controller."""
    fact, place = client.processing, "processing"
    yield from known(client, fact, "CHK-30", "processing", "30(2)(b)", place)
    if fact.known is Known.NONE:
        yield error(client, "CHK-30", "processing_none", "30(2)(b)", place)


def ends(client: Client, _around: Around) -> Found:
    """CHK-17: it is said what happens to the data in the end."""
    for index, each in enumerate(client.processing.value or ()):
        if each.ends.known is Known.UNKNOWN:
            place = f"processing.{index}.ends"
            yield hint(client, "CHK-17", "processing_ends", "28(3)(g)", place, name=each.name)


def instructions(client: Client, _around: Around) -> Found:
    """CHK-30: what the controller instructs is documented."""
    fact, place = client.instructions, "instructions"
    yield from needed(client, fact, "CHK-30", "instructions", "28(3)(a), 29", place)


def subprocessing(client: Client, around: Around) -> Found:
    """CHK-21: the controller has authorised the sub-processors that are engaged."""
    if any(around.processor(each) is None for each in client.subprocessors):
        yield error(client, "CHK-11", "subprocessor_gone", "28(2), 28(4)", "subprocessors")
    if client.subprocessors:
        yield from needed(client, client.subprocessing, "CHK-21", "subprocessing", "28(2)", "subprocessing")


def breach_notice(client: Client, _around: Around) -> Found:
    """CHK-30: it is known whom to tell of a breach, and how soon."""
    if client.breach_notice.value is None:
        yield warning(client, "CHK-30", "breach_notice", "33(2)", "breach_notice")
