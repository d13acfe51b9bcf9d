"""The register of processing activities for the supervisory authority, GDPR Art. 30(1) and 30(4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..content import (
    Block,
    Bullets,
    Cover,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Quote,
    Sheet,
    Table,
    Text,
)
from ..facts import (
    ActivityFacts,
    CategoryFacts,
    EvidenceFacts,
    OrganisationFacts,
    ProcessorFacts,
    RecipientFacts,
    RegisterFacts,
    TransferFacts,
    by_retention,
)
from ..words import Words
from . import values


def build(facts: RegisterFacts, words: Words) -> Sheet:
    """The whole register: cover, one part for each activity, the processors, the transfers."""
    organisation = facts.organisation
    day = words.date(facts.as_of)
    return Sheet(
        kind="register",
        language=words.language,
        title=words("sheets.register.file_title", organisation=organisation.name, day=day),
        organisation=organisation.name,
        cover=Cover(
            words("sheets.register.title"),
            words("sheets.register.subtitle", day=day),
            tuple(_cover(facts, words)),
        ),
        parts=tuple(_parts(facts, words)),
        contents=words("sheets.common.contents"),
        header=words("sheets.register.header", organisation=organisation.name, day=day),
        footer=words("sheets.register.footer"),
        sample=organisation.is_sample,
    )


def _parts(facts: RegisterFacts, words: Words) -> Iterator[Part]:
    activities = words("sheets.register.activities.title")
    yield Part(activities, tuple(_overview(facts, words)))
    for activity in facts.activities:
        yield Part(activity.name, tuple(_activity(activity, facts.organisation, words)), activity.ref, 1)
    yield Part(words("sheets.register.processors.title"), tuple(_processors(facts, words)))
    yield Part(words("sheets.register.transfers.title"), tuple(_transfers(facts, words)))


# --- cover --------------------------------------------------------------------------------------------------------


def _cover(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    organisation, dpo = facts.organisation, facts.organisation.dpo
    yield KeyValues(
        (
            Entry(
                words("sheets.register.cover.controller"),
                values.organisation(organisation, words),
                words("sheets.register.activity.controller_article"),
            ),
            Entry(
                words("sheets.register.cover.joint_controllers"),
                values.fact(organisation.joint_controllers, words),
            ),
            Entry(
                words("sheets.register.cover.representative"), values.fact(organisation.representative, words)
            ),
            Entry(words("sheets.register.cover.dpo"), values.contact(dpo, words)),
            Entry(words("sheets.register.cover.as_of"), (Text(words.date(facts.as_of)),)),
            Entry(words("sheets.register.cover.extent"), _extent(facts, words)),
        )
    )
    yield Heading(words("sheets.register.cover.reading"), 3)
    yield Paragraph(words("sheets.register.cover.statement"))
    yield Paragraph(words("sheets.register.cover.unknown", mark=words("sheets.common.unknown")), "gap")
    yield Paragraph(
        words("sheets.register.cover.proposed", mark=words("sheets.common.proposed_mark")), "proposed"
    )
    unknown, proposed = values.counted((facts.activities, facts.processors, facts.transfers))
    yield Paragraph(words("sheets.register.cover.counted", unknown=unknown, proposed=proposed), "quiet")


def _extent(facts: RegisterFacts, words: Words) -> tuple[Text, ...]:
    return (
        Text(words("sheets.register.cover.activities", count=len(facts.activities))),
        Text(words("sheets.register.cover.processors", count=len(facts.processors))),
        Text(words("sheets.register.cover.transfers", count=len(facts.transfers))),
    )


def _overview(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    if not facts.activities:
        yield Paragraph(words("sheets.register.activities.none"))
        return
    yield Paragraph(words("sheets.register.activities.intro"))
    head = tuple(
        words(f"sheets.register.activities.{column}") for column in ("ref", "name", "subjects", "open")
    )
    rows = tuple(
        (
            Text(activity.ref, "quiet"),
            Text(activity.name, "strong"),
            Text(words.join(activity.data_subjects.items))
            if activity.data_subjects.items
            else values.unknown(words),
            Text(str(values.counted(activity)[0])),
        )
        for activity in facts.activities
    )
    yield Table(head, rows, (0.08, 0.48, 0.32, 0.12))


# --- one activity -------------------------------------------------------------------------------------------------


def _activity(activity: ActivityFacts, organisation: OrganisationFacts, words: Words) -> Iterator[Block]:
    yield KeyValues(tuple(_article_30(activity, organisation, words)))
    yield Heading(words("sheets.register.activity.beyond"), 2)
    yield KeyValues(tuple(_beyond(activity, words)))
    if activity.gaps or activity.to_clarify:
        yield Heading(words("sheets.register.activity.gaps"), 2)
        yield Bullets(tuple(filter(None, (*activity.gaps, activity.to_clarify))))
    yield from _evidence(activity.evidence, words)


def _article_30(activity: ActivityFacts, organisation: OrganisationFacts, words: Words) -> Iterator[Entry]:
    controller = (Text(organisation.name), *_joint(organisation, words))
    yield _entry("controller", controller, words)
    yield _entry("purposes", _purposes(activity, words), words)
    yield _entry("subjects", values.many(activity.data_subjects, words, lambda name: (Text(name),)), words)
    yield _entry(
        "categories", values.many(activity.categories, words, lambda each: (_named(each, words),)), words
    )
    yield _entry(
        "recipients", values.many(activity.recipients, words, lambda each: _recipient(each, words)), words
    )
    yield _entry("transfers", tuple(_activity_transfers(activity, words)), words)
    yield _entry("retention", tuple(_retention(activity, words)), words)
    yield _entry("security", values.many(activity.security, words, lambda measure: (Text(measure),)), words)


def _entry(item: str, shown: tuple[Text, ...], words: Words) -> Entry:
    return Entry(
        words(f"sheets.register.activity.{item}"), shown, words(f"sheets.register.activity.{item}_article")
    )


def _joint(organisation: OrganisationFacts, words: Words) -> tuple[Text, ...]:
    joint = organisation.joint_controllers
    if joint.known in ("none", "unknown"):
        return ()
    label = words("sheets.register.cover.joint_controllers")
    return (values.detailed(label, joint, words),)


def _purposes(activity: ActivityFacts, words: Words) -> tuple[Text, ...]:
    shown: list[Text] = []
    for purpose in activity.purposes:
        shown.append(Text(purpose.text))
        basis = words("sheets.register.activity.basis")
        shown.append(values.detailed(basis, purpose.basis, words))
        if purpose.reason:
            shown.append(Text(purpose.reason, "quiet"))
    return tuple(shown) or (values.unknown(words),)


def _named(category: CategoryFacts, words: Words) -> Text:
    if not category.detail:
        return Text(category.name)
    return Text(words("sheets.common.named", name=category.name, detail=category.detail))


def _recipient(recipient: RecipientFacts, words: Words) -> Iterator[Text]:
    country = words.country(recipient.country) if recipient.country else ""
    detail = ", ".join(filter(None, (recipient.kind, country)))
    name = words("sheets.common.with_role", name=recipient.name, detail=detail) if detail else recipient.name
    if recipient.named:
        yield Text(name)
    else:
        yield Text(f"{name} – {words('sheets.register.activity.unnamed')}", "gap")
    if recipient.note:
        yield Text(recipient.note, "quiet")


def _activity_transfers(activity: ActivityFacts, words: Words) -> Iterator[Text]:
    yield from values.fact(activity.transfers, words)
    for flow in activity.flows:
        yield Text(_destination(flow, words), "plain" if flow.country.text else "gap")
        yield values.detailed(words("sheets.register.transfers.tool"), flow.tool, words)
    if activity.transfers.known != "none" or activity.flows:
        yield values.detailed(words("sheets.register.activity.safeguards"), activity.safeguards, words)


def _destination(flow: TransferFacts, words: Words) -> str:
    country = words.country(flow.country.text) if flow.country.text else words("sheets.common.unknown")
    return words("sheets.common.with_role", name=flow.importer, detail=country)


def _retention(activity: ActivityFacts, words: Words) -> Iterator[Text]:
    if not activity.categories.items:
        yield values.unknown(words)
    for names, limit in by_retention(activity.categories.items):
        yield values.detailed(words.join(names), limit, words)


def _beyond(activity: ActivityFacts, words: Words) -> Iterator[Entry]:
    yield _entry("department", values.fact(activity.department, words), words)
    yield _entry("source", _source(activity, words), words)
    yield _entry("automated", values.fact(activity.automated, words), words)
    yield _entry("assessment", values.fact(activity.assessment, words), words)
    record = [activity.status]
    if activity.created:
        record.append(words("sheets.register.activity.created", day=activity.created))
    if activity.review:
        record.append(words("sheets.register.activity.review", day=activity.review))
    if any(record):
        yield _entry("record", (Text(" · ".join(filter(None, record))),), words)


def _source(activity: ActivityFacts, words: Words) -> tuple[Text, ...]:
    if activity.source.known == "none":
        return (Text(words("sheets.register.activity.source_none")),)
    return values.fact(activity.source, words)


def _evidence(evidence: tuple[EvidenceFacts, ...], words: Words) -> Iterator[Block]:
    if evidence:
        yield Heading(words("sheets.register.activity.evidence"), 2)
    for each in evidence:
        yield Quote(words("sheets.common.quoted", text=each.quote), each.section)


# --- processors and transfers -------------------------------------------------------------------------------------


def _processors(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("sheets.register.processors.intro"))
    if not facts.processors:
        yield Paragraph(words("sheets.register.processors.none"))
    for processor in facts.processors:
        yield Heading(f"{processor.ref}  {processor.name}" if processor.ref else processor.name, 2)
        if not processor.named:
            yield Paragraph(words("sheets.register.processors.unnamed"), "gap")
        yield KeyValues(tuple(_processor(processor, words)))
        if processor.to_clarify:
            yield Paragraph(words("sheets.register.processors.to_clarify", text=processor.to_clarify), "gap")
        for each in processor.evidence:
            yield Quote(words("sheets.common.quoted", text=each.quote), each.section)


def _processor(processor: ProcessorFacts, words: Words) -> Iterator[Entry]:
    shown: dict[str, tuple[Text, ...]] = {
        "service": (values.or_unknown(processor.service, words),),
        "legal_name": values.fact(processor.legal_name, words),
        "role": values.fact(processor.role, words),
        "data": values.fact(processor.data, words),
        "address": values.fact(processor.address, words),
        "countries": values.many(processor.countries, words, lambda code: (Text(words.country(code)),)),
        "safeguards": values.fact(processor.safeguards, words),
        "contract": values.fact(processor.contract, words),
        "contact": values.fact(processor.contact, words),
    }
    for item, texts in shown.items():
        yield Entry(words(f"sheets.register.processors.{item}"), texts)
    if processor.activities:
        activities = tuple(Text(name) for name in processor.activities)
        yield Entry(words("sheets.register.processors.activities"), activities)


def _transfers(facts: RegisterFacts, words: Words) -> Iterator[Block]:
    yield Paragraph(words("sheets.register.transfers.intro"))
    if not facts.transfers:
        yield Paragraph(words("sheets.register.transfers.none"))
    for flow in facts.transfers:
        title = _destination(flow, words)
        yield Heading(f"{flow.ref}  {title}" if flow.ref else title, 2)
        if not flow.named:
            yield Paragraph(words("sheets.register.transfers.unnamed"), "gap")
        yield KeyValues(tuple(_transfer(flow, words)))
        for each in flow.evidence:
            yield Quote(words("sheets.common.quoted", text=each.quote), each.section)


def _transfer(flow: TransferFacts, words: Words) -> Iterator[Entry]:
    country = flow.country
    if country.text:
        country = replace(country, text=words.country(country.text))
    shown: dict[str, tuple[Text, ...]] = {
        "exporter": (values.or_unknown(flow.exporter, words),),
        "importer": (Text(flow.importer),),
        "country": values.fact(country, words),
        "tool": values.fact(flow.tool, words),
        "assessment": values.fact(flow.safeguard, words),
    }
    for item, texts in shown.items():
        yield Entry(words(f"sheets.register.transfers.{item}"), texts)
    for item, text in (("reference", flow.reference), ("activity", flow.activity), ("note", flow.note)):
        if text:
            yield Entry(words(f"sheets.register.transfers.{item}"), (Text(text),))
