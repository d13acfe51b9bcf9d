"""Who gets the data, and where they are (Art. 28, 30(1)(d) and (e))."""

from __future__ import annotations

from collections.abc import Iterator

from dpo_desk.domain.activity import Activity, Recipient, RecipientKind
from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, known, needed, warning
from dpo_desk.domain.checks.words import fold
from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import ProcessorRole
from dpo_desk.domain.transfer import Transfer


def recipients(activity: Activity, _around: Around) -> Found:
    """CHK-11: it is said who gets the data, be it nobody."""
    yield from known(activity, activity.recipients, "CHK-11", "recipients", "30(1)(d)", "recipients")


def processor_linked(activity: Activity, around: Around) -> Found:
    """CHK-11: each processor has a record of its own."""
    for index, recipient in _recipients(activity):
        place, of = f"recipients.{index}.processor", {"name": recipient.name}
        if recipient.processor and around.processor(recipient.processor) is None:
            yield error(activity, "CHK-11", "recipient_gone", "28(3), 30(1)(d)", place, **of)
        elif recipient.kind is RecipientKind.PROCESSOR and not recipient.processor:
            yield error(activity, "CHK-11", "recipient_not_linked", "28(3), 30(1)(d)", place, **of)


def unnamed(activity: Activity, around: Around) -> Found:
    """CHK-31: a recipient has a name of its own."""
    for index, recipient in _recipients(activity):
        if not recipient.named or around.law.unnamed.whole(recipient.name):
            place, article = f"recipients.{index}.name", "30(1)(d), 15(1)(c)"
            yield warning(activity, "CHK-31", "recipient_unnamed", article, place, name=recipient.name)


def to_assess(activity: Activity, _around: Around) -> Found:
    """CHK-33: it is settled what each recipient is to the controller."""
    for index, recipient in _recipients(activity):
        if recipient.kind is RecipientKind.TO_ASSESS:
            place, article = f"recipients.{index}.kind", "4(7)-(9), 26, 28"
            yield error(activity, "CHK-33", "recipient_to_assess", article, place, name=recipient.name)


_OTHER_ROLE = {
    RecipientKind.PROCESSOR: (ProcessorRole.CONTROLLER, ProcessorRole.JOINT_CONTROLLER),
    RecipientKind.THIRD_PARTY: (ProcessorRole.PROCESSOR, ProcessorRole.JOINT_CONTROLLER),
    RecipientKind.AUTHORITY: (ProcessorRole.PROCESSOR, ProcessorRole.JOINT_CONTROLLER),
    RecipientKind.JOINT_CONTROLLER: (ProcessorRole.PROCESSOR, ProcessorRole.CONTROLLER),
}


def role_differs(activity: Activity, around: Around) -> Found:
    """CHK-28: a recipient is here what its own record says it is."""
    for index, recipient in _recipients(activity):
        partner = around.processor(recipient.processor) if recipient.processor else None
        if partner and partner.role.value in _OTHER_ROLE.get(recipient.kind, ()):
            place, article = f"recipients.{index}.kind", "4(7)-(8), 26, 28"
            yield warning(activity, "CHK-28", "recipient_role_differs", article, place, name=recipient.name)


def abroad(activity: Activity, around: Around) -> Found:
    """CHK-12: data that go to a recipient in a third country have a record of their transfer."""
    flows = around.transfers_of(activity.id)
    for index, recipient in _recipients(activity):
        for country in _countries(recipient, around):
            if not around.inside(country) and not any(_covers(flow, recipient, country) for flow in flows):
                place, article = f"recipients.{index}.countries", "30(1)(d)-(e), 44"
                of = {"name": recipient.name, "country": country}
                yield error(activity, "CHK-12", "transfer_missing", article, place, **of)


def joint(activity: Activity, _around: Around) -> Found:
    """CHK-22: joint controllers have an arrangement, whose essence data subjects can read."""
    if not activity.joint_controllers.value and not _joint_recipients(activity):
        return
    arrangement, essence = activity.joint_arrangement, activity.joint_essence
    yield from needed(activity, arrangement, "CHK-22", "joint_arrangement", "26(1)", "joint_arrangement")
    yield from needed(activity, essence, "CHK-22", "joint_essence", "26(2)", "joint_essence")


def joint_denied(activity: Activity, _around: Around) -> Found:
    """CHK-28: who is a joint controller among the recipients is one above, too."""
    if activity.joint_controllers.known is Known.NONE:
        for name in _joint_recipients(activity):
            yield warning(activity, "CHK-28", "joint_denied", "26(1)", "joint_controllers", name=name)


def _recipients(activity: Activity) -> Iterator[tuple[int, Recipient]]:
    return enumerate(activity.recipients.value or ())


def _joint_recipients(activity: Activity) -> list[str]:
    return [each.name for _, each in _recipients(activity) if each.kind is RecipientKind.JOINT_CONTROLLER]


def _countries(recipient: Recipient, around: Around) -> tuple[str, ...]:
    partner = around.processor(recipient.processor) if recipient.processor else None
    return recipient.countries.value or (partner.countries.value if partner else None) or ()


def _covers(flow: Transfer, recipient: Recipient, country: str) -> bool:
    if flow.country.value not in (None, country):
        return False
    if recipient.processor and flow.processor:
        return flow.processor == recipient.processor
    return fold(flow.importer) == fold(recipient.name)
