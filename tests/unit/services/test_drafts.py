"""A record becomes a form, plain values, a form and the same record again; a field that gets lost is named."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, replace
from datetime import date

import pytest

from dpo_desk.domain.activity import (
    Activity,
    ActivityStatus,
    DataCategory,
    Evidence,
    LegalBasis,
    Purpose,
    Recipient,
    RecipientKind,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.facts import Fact, given, none, proposed, unknown
from dpo_desk.domain.ids import ActivityId, ProcessorId, TransferId
from dpo_desk.domain.processor import Contract, ContractStatus, Processor, ProcessorRole
from dpo_desk.domain.transfer import Transfer
from dpo_desk.errors import DraftError
from dpo_desk.services import drafts, parsing
from dpo_desk.services.draft_values import draft_from, values_of

TOOLS = frozenset({"scc", "adequacy"})
EVIDENCE = (
    Evidence(quote="We share <b>data</b> & more", section="§ 3.1", source_sha256="a" * 64),
    Evidence(quote="Two lines\nof words", section=""),
)

ACTIVITY = Activity(
    id=ActivityId("a" * 32),
    ref="P-007",
    name="Envoi de colis",
    status=ActivityStatus.ARCHIVED,
    owner=given("Logistique"),
    purposes=(
        Purpose(text="Livrer", basis=given(LegalBasis.CONTRACT), reason="le contrat de vente"),
        Purpose(text="Compter", basis=proposed(LegalBasis.LEGITIMATE_INTERESTS)),
        Purpose(text="Sans fondement", basis=unknown(), reason="à voir"),
    ),
    data_subjects=given(("Clients", "Livreurs")),
    categories=proposed(
        (
            DataCategory(
                name="Adresses",
                detail="rue, ville",
                retention=given(
                    Retention(
                        periods=(
                            RetentionPeriod(number=5, unit=TimeUnit.YEARS, trigger="fin du contrat"),
                            RetentionPeriod(number=30, unit=TimeUnit.DAYS, trigger="demande"),
                        ),
                        rule="ou plus tôt",
                        then="effacer",
                        law="C. com. L123-22",
                    )
                ),
            ),
            DataCategory(name="Codes", retention=none()),
            DataCategory(name="Photos", retention=unknown()),
        )
    ),
    recipients=given(
        (
            Recipient(name="La Poste", kind=RecipientKind.THIRD_PARTY, note="pour la livraison"),
            Recipient(
                name="an unnamed partner",
                kind=RecipientKind.PROCESSOR,
                named=False,
                processor=ProcessorId("b" * 32),
            ),
        )
    ),
    transfers=given("Vers la Suisse"),
    safeguards=proposed("Décision d’adéquation"),
    source=given("Le vendeur"),
    automated_decision=none(),
    security=given(("Chiffrement", "Accès nominatif")),
    dpia=given("Pas nécessaire"),
    to_clarify="Qui livre ?\nEt quand ?",
    evidence=EVIDENCE,
    created_on=date(2026, 1, 2),
    review_on=date(2027, 1, 30),
    version=4,
)

PROCESSOR = Processor(
    id=ProcessorId("b" * 32),
    ref="S-003",
    name="Adyen",
    named=False,
    legal_name=given("Adyen N.V."),
    role=proposed(ProcessorRole.MIXED),
    service="Paiement",
    data=given("Cartes"),
    address=given("Simon Carmiggeltstraat 6\nAmsterdam"),
    countries=given(("NL", "US")),
    safeguards=none(),
    contract=given(
        Contract(
            status=ContractStatus.SIGNED,
            signed_on=date(2019, 5, 1),
            expires_on=date(2027, 5, 1),
            reference="C-12",
        )
    ),
    contact=given("security@example.org"),
    to_clarify="Sous-traitants ?",
    evidence=EVIDENCE,
    review_on=date(2026, 12, 1),
    version=2,
)

TRANSFER = Transfer(
    id=TransferId("c" * 32),
    ref="T-001",
    exporter="Société Imaginaire",
    importer="Facebook",
    importer_named=False,
    country=given("US"),
    activity=ActivityId("a" * 32),
    processor=ProcessorId("b" * 32),
    tool=proposed("scc"),
    tool_reference="SCC 2021/914",
    tool_date=date(2021, 6, 27),
    assessment=given("TIA-3"),
    note="à revoir",
    evidence=EVIDENCE,
    version=9,
)


def parsed_transfer(draft, old, found):
    return drafts.parse_transfer(draft, old, found, TOOLS)


KINDS = {
    "activity": (
        ACTIVITY,
        drafts.draft_of_activity,
        drafts.ActivityDraft,
        drafts.parse_activity,
        drafts.new_activity(ACTIVITY.id, ACTIVITY.ref, date(2026, 1, 2)),
    ),
    "processor": (
        PROCESSOR,
        drafts.draft_of_processor,
        drafts.ProcessorDraft,
        drafts.parse_processor,
        drafts.new_processor(PROCESSOR.id, PROCESSOR.ref),
    ),
    "transfer": (
        TRANSFER,
        drafts.draft_of_transfer,
        drafts.TransferDraft,
        parsed_transfer,
        drafts.new_transfer(TRANSFER.id, TRANSFER.ref),
    ),
}
OLD = {"id", "ref", "version"}  # what identifies a record is not typed


def parse(kind, draft):
    *_, reading, empty = KINDS[kind]
    with parsing.fields() as found:
        return reading(draft, replace(empty, version=KINDS[kind][0].version), found)


def leaves(record, place=""):
    """Every field of a record and of the parts below it, with its value and its default."""
    for each in fields(record):
        value, name = getattr(record, each.name), f"{place}{each.name}"
        yield name, value, None if each.default is MISSING else each.default
        parts = value.value if isinstance(value, Fact) else value
        for index, part in enumerate(parts if isinstance(parts, tuple) else (parts,)):
            if hasattr(part, "__dataclass_fields__"):
                yield from leaves(part, f"{name}.{index}.")


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_of_this_test_leaves_no_field_at_its_default(kind):
    """So that a field added to a record and forgotten here is named."""
    record = KINDS[kind][0]
    seen = {}
    for name, value, default in leaves(record):
        # the same field of another purpose, category … counts
        generic = ".".join(part for part in name.split(".") if not part.isdigit())
        seen[generic] = seen.get(generic, False) or value != default
    assert [name for name, different in seen.items() if not different] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_survives_the_form_and_the_kept_values(kind):
    record, draft_of, draft_kind, *_ = KINDS[kind]
    draft = draft_of(record)
    kept = json.loads(json.dumps(values_of(draft)))
    back = draft_from(draft_kind, kept)
    assert [f.name for f in fields(draft) if getattr(draft, f.name) != getattr(back, f.name)] == []
    again = parse(kind, back)
    assert [f.name for f in fields(record) if getattr(record, f.name) != getattr(again, f.name)] == []
    assert again == record


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_form_is_filled_from_the_record(kind):
    record, draft_of, draft_kind, *_ = KINDS[kind]
    draft, empty = draft_of(record), draft_kind()
    assert [f.name for f in fields(draft) if getattr(draft, f.name) == getattr(empty, f.name)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_record_survives_the_form_once_it_has_a_name(kind):
    _, draft_of, *_, empty = KINDS[kind]
    named = {"exporter": "A", "importer": "B"} if kind == "transfer" else {"name": "A"}
    assert parse(kind, replace(draft_of(empty), **named)) == replace(
        empty, version=KINDS[kind][0].version, **named
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_identifies_a_record_comes_from_the_record_and_not_from_the_form(kind):
    record, draft_of, *_ = KINDS[kind]
    assert OLD.isdisjoint(values_of(draft_of(record)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_sample_survives_the_form(sample, kind):
    from dpo_desk.services.ports import ListQuery

    register = sample.register
    views = {
        "activity": lambda: [register.activity(i).activity for i in register.activity_ids(ListQuery())],
        "processor": lambda: [register.processor(i).processor for i in register.processor_ids(ListQuery())],
        "transfer": lambda: [register.transfer(i).transfer for i in register.transfer_ids(ListQuery())],
    }[kind]()
    from dpo_desk.library.lawbook import transfer_tools

    tools = frozenset(tool.id for tool in transfer_tools())
    _, draft_of, draft_kind, *_ = KINDS[kind]
    reading = {
        "activity": drafts.parse_activity,
        "processor": drafts.parse_processor,
        "transfer": lambda draft, old, found: drafts.parse_transfer(draft, old, found, tools),
    }[kind]
    assert views
    for record in views:
        draft = draft_from(draft_kind, values_of(draft_of(record)))
        with parsing.fields() as found:
            assert reading(draft, record, found) == record


# --- kept values of another time ------------------------------------------------------------------------------------


def test_kept_values_of_an_older_form_never_raise():
    odd = {
        "name": 7, "status": None, "owner": "text", "purposes": {"0": {}}, "categories": [3, None, {"name": "X"}],
        "recipients": [{"named": "yes", "name": "R", "gone": True}], "evidence": "e", "no_such_field": [1],
        "data_subjects": {"known": ["given"], "text": "Clients"},
    }  # fmt: skip
    draft = draft_from(drafts.ActivityDraft, odd)
    assert draft.name == ""
    assert draft.status == "draft"
    assert draft.categories == (drafts.CategoryDraft(name="X"),)
    assert draft.recipients == (drafts.RecipientDraft(name="R"),)
    assert draft.data_subjects == drafts.FactDraft(text="Clients")
    assert draft.purposes == draft.evidence == ()


def test_only_a_draft_has_values():
    with pytest.raises(TypeError):
        values_of({"name": "x"})
    with pytest.raises(TypeError):
        values_of(drafts.ActivityDraft)


# --- what a form can hold that a record cannot ------------------------------------------------------------------------


def errors(kind, draft):
    with pytest.raises(DraftError) as caught:
        parse(kind, draft)
    return {error.field: error.reason for error in caught.value.errors}


def test_every_bad_field_of_an_activity_is_named_where_it_stands():
    bad = drafts.FactDraft(known="given", text=" ")
    draft = drafts.ActivityDraft(
        name="\u202e",
        status="busy",
        owner=bad,
        purposes=(drafts.PurposeDraft(text="ok", basis=drafts.FactDraft(known="given", text="6-1-z")),),
        data_subjects=bad,
        categories_known="given",
        categories=(
            drafts.CategoryDraft(
                retention=drafts.RetentionDraft(
                    known="given", periods=(drafts.PeriodDraft(number="five", unit="weeks"),)
                )
            ),
            drafts.CategoryDraft(name="x", retention=drafts.RetentionDraft(known="proposed")),
        ),
        recipients_known="proposed",
        recipients=(drafts.RecipientDraft(kind="friend"),),
        transfers=drafts.FactDraft(known="perhaps"),
        safeguards=bad,
        source=bad,
        automated_decision=bad,
        security=bad,
        dpia=bad,
        to_clarify="x" * 200_001,
        evidence=(drafts.EvidenceDraft(quote=""),),
        review_on="soon",
    )
    assert errors("activity", draft) == {
        "name": "empty",
        "status": "unknown_choice",
        "owner": "empty",
        "purposes.0.basis": "unknown_choice",
        "data_subjects": "empty",
        "categories.0.name": "empty",
        "categories.0.retention.periods.0.number": "not_a_number",
        "categories.0.retention.periods.0.unit": "unknown_choice",
        "categories.0.retention.periods.0.trigger": "empty",
        "categories.1.retention": "empty",
        "recipients.0.name": "empty",
        "recipients.0.kind": "unknown_choice",
        "transfers": "unknown_choice",
        "safeguards": "empty",
        "source": "empty",
        "automated_decision": "empty",
        "security": "empty",
        "dpia": "empty",
        "to_clarify": "too_long",
        "evidence.0.quote": "empty",
        "review_on": "not_a_date",
    }


def test_every_bad_field_of_a_processor_is_named_where_it_stands():
    draft = drafts.ProcessorDraft(
        role=drafts.FactDraft(known="given", text="boss"),
        countries=drafts.FactDraft(known="given", text="FR\nZZ"),
        contract_known="given",
        contract_status="lost",
        contract_signed_on="2026-05-02",
        contract_expires_on="2026-05-01",
    )
    assert errors("processor", draft) == {
        "name": "empty",
        "role": "unknown_choice",
        "countries": "unknown_country",
        "contract_status": "unknown_choice",
        "contract_expires_on": "before_start",
    }


def test_every_bad_field_of_a_transfer_is_named_where_it_stands():
    draft = drafts.TransferDraft(
        country=drafts.FactDraft(known="given", text="Atlantis"),
        tool=drafts.FactDraft(known="proposed", text="handshake"),
        tool_date="1/2/2026",
    )
    assert errors("transfer", draft) == {
        "exporter": "empty",
        "importer": "empty",
        "country": "unknown_country",
        "tool": "unknown_choice",
        "tool_date": "ambiguous_date",
    }


def test_a_list_said_to_be_known_must_not_be_empty():
    draft = replace(drafts.draft_of_activity(ACTIVITY), categories=(), recipients=())
    assert errors("activity", draft) == {"categories": "empty", "recipients": "empty"}


@pytest.mark.parametrize("known", ["unknown", "none"])
def test_what_was_typed_under_unknown_or_none_is_dropped_at_the_save_only(known):
    typed = drafts.FactDraft(known=known, text="still in the form")
    draft = replace(
        drafts.draft_of_activity(ACTIVITY), owner=typed, categories_known=known, recipients_known=known
    )
    record = parse("activity", draft)
    assert record.owner == record.categories == record.recipients == Fact(typed.known)
    assert draft_from(drafts.ActivityDraft, values_of(draft)).owner == typed
