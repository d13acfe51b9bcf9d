"""The verbs of one kind of records, over a real vault: save, history, validation, bulk changes, findings set aside."""

from __future__ import annotations

from datetime import date

import pytest

from dpo_desk.domain.facts import given as sure
from dpo_desk.domain.facts import none, unknown
from dpo_desk.domain.record import RecordKind, RecordStatus, Review
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.domain.version import Action
from dpo_desk.errors import DraftError, NotFound, StaleRecord
from dpo_desk.library.wording import wording
from dpo_desk.services.bulk import BulkChange
from dpo_desk.services.ports import ListQuery
from tests.desks import NONE, a_client, a_processor, a_transfer, an_activity, given, known

KINDS = {
    "activities": an_activity,
    "clients": a_client,
    "processors": a_processor,
    "transfers": a_transfer,
}
EN, FR = wording("en"), wording("fr")


@pytest.fixture(params=KINDS)
def sort(request, desk):
    """The service of each kind, and what is typed for a new record of it."""
    return getattr(desk.register, request.param), KINDS[request.param]


def errors(save):
    with pytest.raises(DraftError) as caught:
        save()
    return {error.field: error.reason for error in caught.value.errors}


# --- saving ----------------------------------------------------------------------------------------------------------


def test_what_was_saved_is_there_after_the_vault_was_locked(sort, desk):
    service, typed = sort
    saved = service.save(None, typed(tags="web\nshop")).record
    desk.reopened()
    view = service.get(saved.id)
    assert view.record == saved
    assert view.values["tags"] == "web\nshop"
    assert (saved.version, saved.created_on, saved.updated_on) == (1, date(2026, 3, 2), date(2026, 3, 2))
    assert service.ids(ListQuery()) == (saved.id,)
    [choice] = service.choices()
    assert (choice.id, choice.ref, choice.name) == (saved.id, saved.ref, saved.name)


def test_references_go_up_and_are_never_used_again(sort, desk):
    service, typed = sort
    first, second = (service.save(None, typed()).record for _ in range(2))
    prefix = first.ref.partition("-")[0]
    assert (first.ref, second.ref) == (f"{prefix}-001", f"{prefix}-002")
    desk.register.trash.delete(service.trash([second.id]))
    assert service.save(None, typed()).record.ref == f"{prefix}-003"
    assert service.save(first.id, typed(tags="x")).record.ref == first.ref


def test_a_save_that_changes_nothing_makes_no_version(sort, desk):
    service, typed = sort
    saved = service.save(None, typed())
    desk.clock.go_to(2026, 3, 9)
    again = service.save(saved.record.id, saved.values, saved.record.version)
    assert again.record == saved.record
    assert len(service.versions(saved.record.id)) == 1
    changed = service.save(saved.record.id, {**saved.values, "tags": "new"}).record
    assert (changed.version, changed.created_on, changed.updated_on) == (
        2,
        date(2026, 3, 2),
        date(2026, 3, 9),
    )


def test_a_newer_version_is_not_overwritten(sort):
    service, typed = sort
    old = service.save(None, typed())
    service.save(old.record.id, typed(tags="first"), old.record.version)
    with pytest.raises(StaleRecord):
        service.save(old.record.id, typed(tags="second"), old.record.version)
    assert service.get(old.record.id).record.tags == ("first",)


def test_nothing_is_saved_while_a_field_is_refused(sort):
    service, typed = sort
    assert errors(lambda: service.save(None, typed(tags="x" * 301))) == {"tags": "too_long"}
    assert service.ids(ListQuery()) == ()


def test_what_does_not_exist_is_told(sort):
    service, typed = sort
    for verb in (service.get, service.validate, lambda each: service.save(each, typed())):
        with pytest.raises(NotFound):
            verb("f" * 32)


def test_strange_texts_survive_the_vault(sort, desk):
    service, typed = sort
    text = "<b>“Ünïcode”</b> 👩🏽‍💻 سياسة {x} % \\ '"
    owner = " ".join(["rétention"] * 20_000)
    saved = service.save(None, typed(owner=given(text), tags=text, evidence=[{"quote": owner}])).record
    desk.reopened()
    read = service.get(saved.id).record
    assert (read.owner, read.tags, read.evidence[0].quote) == (sure(text), (text,), owner)


def test_a_copy_is_a_draft_of_its_own_with_the_same_evidence(sort):
    service, typed = sort
    original = service.save(None, typed(evidence=[{"quote": "We share data", "section": "3"}])).record
    service.validate(original.id)
    copy = service.duplicate(original.id, "  The   copy ")
    assert (copy.record.name, copy.record.status, copy.record.version) == ("The copy", RecordStatus.DRAFT, 1)
    assert copy.record.id != original.id
    assert copy.record.ref != original.ref
    assert copy.record.evidence == original.evidence
    assert (copy.validation, copy.set_aside) == (None, ())
    assert errors(lambda: service.duplicate(original.id, " ")) == {"name": "empty"}


# --- what records name -----------------------------------------------------------------------------------------------


def test_a_record_can_name_only_what_exists(desk):
    gone = "f" * 32
    recipients = given([{"name": "La Poste", "processor": gone}])
    assert errors(lambda: desk.register.activities.save(None, an_activity(recipients=recipients))) == {
        "recipients.0.processor": "unknown_choice"
    }
    assert errors(lambda: desk.register.transfers.save(None, a_transfer(activity=gone, client=gone))) == {
        "activity": "unknown_choice",
        "client": "unknown_choice",
    }
    assert errors(lambda: desk.register.clients.save(None, a_client(subprocessors=[gone]))) == {
        "subprocessors.0": "unknown_choice"
    }
    trashed = desk.register.processors.save(None, a_processor()).record.id
    desk.register.processors.trash([trashed])
    assert errors(lambda: desk.register.transfers.save(None, a_transfer(processor=trashed))) == {
        "processor": "unknown_choice"
    }


def test_a_record_cannot_name_itself(desk):
    activity = desk.register.activities.save(None, an_activity()).record.id
    recipients = given([{"name": "Us", "processor": activity}])
    assert errors(lambda: desk.register.activities.save(activity, an_activity(recipients=recipients))) == {
        "recipients.0.processor": "itself"
    }
    one = desk.register.processors.save(None, a_processor()).record.id
    behind = given([{"name": "Itself", "processor": one}])
    assert errors(lambda: desk.register.processors.save(one, a_processor(subprocessors=behind))) == {
        "subprocessors.0.processor": "itself"
    }


def test_sub_processors_cannot_go_round_in_a_circle(desk):
    save = desk.register.processors.save

    def engaging(*names):
        return a_processor(subprocessors=given([{"name": "X", "processor": each} for each in names]))

    first, other = (save(None, a_processor()).record.id for _ in range(2))
    second = save(None, engaging(first)).record.id
    third = save(None, engaging(second)).record.id
    assert errors(lambda: save(first, engaging(other, third))) == {"subprocessors.1.processor": "loop"}
    assert errors(lambda: save(first, engaging(second))) == {"subprocessors.0.processor": "loop"}
    save(first, engaging(other))
    assert [each.id for each in desk.register.processors.get(first).near.processors] == [other, second]


def test_what_stands_beside_a_record_is_shown_with_it(desk):
    register = desk.register
    processor = register.processors.save(None, a_processor()).record
    recipients = given([{"name": "Colis", "kind": "processor", "processor": processor.id}])
    activity = register.activities.save(None, an_activity(recipients=recipients)).record
    client = register.clients.save(None, a_client(subprocessors=[processor.id])).record
    flow = register.transfers.save(
        None, a_transfer(activity=activity.id, client=client.id, processor=processor.id)
    ).record
    near = register.processors.get(processor.id).near
    assert (near.activities, near.clients, near.transfers) == ((activity,), (client,), (flow,))
    assert near.verdicts[flow.id].verdict is Verdict.NOT_VALID
    assert register.activities.get(activity.id).near.processors == (processor,)
    assert register.activities.get(activity.id).near.transfers == (flow,)
    assert register.clients.get(client.id).near.transfers == (flow,)
    own = register.transfers.get(flow.id).near
    assert (own.activities, own.clients, own.processors, own.transfers) == (
        (activity,), (client,), (processor,), (),
    )  # fmt: skip


# --- looking while typing --------------------------------------------------------------------------------------------


def test_a_look_tells_what_is_typed_and_saves_nothing(desk):
    service = desk.register.activities
    empty = service.look(None, service.blank())
    full = service.look(None, an_activity())
    assert len(empty.gaps) > len(full.gaps)
    assert empty.completeness.settled < full.completeness.settled
    assert service.ids(ListQuery()) == ()
    assert "security" not in {gap.place for gap in full.gaps}
    broken = service.look(None, an_activity(security=given("x" * 301)))
    assert "security" in {gap.place for gap in broken.gaps}


def test_a_look_at_a_saved_record_says_what_its_view_says(sort):
    service, typed = sort
    view = service.save(None, typed())
    look = service.look(view.record.id, view.values)
    assert (look.gaps, look.completeness) == (view.gaps, view.completeness)


def test_a_look_at_a_flow_judges_it(desk):
    inside = desk.register.transfers.look(None, a_transfer(country=given("DE")))
    assert inside.verdict.verdict is Verdict.NO_TRANSFER
    assert desk.register.transfers.look(None, a_transfer()).verdict.verdict is Verdict.NOT_VALID
    assert desk.register.activities.look(None, an_activity()).verdict is None


# --- history ---------------------------------------------------------------------------------------------------------


def test_each_save_is_a_version_with_author_and_time(sort, desk):
    service, typed = sort
    record = service.save(None, typed()).record.id
    desk.clock.go_to(2026, 3, 9)
    service.save(record, typed(tags="later"))
    newest, first = service.versions(record)
    assert (newest.version, first.version) == (2, 1)
    assert (newest.action, first.action) == (Action.CHANGED, Action.CREATED)
    assert newest.at.date() == date(2026, 3, 9)
    assert newest.by == "Alix Déléguée"
    assert service.version(record, 1).tags == ()
    assert service.version(record, 2).tags == ("later",)
    with pytest.raises(NotFound):
        service.version(record, 3)


def test_any_two_versions_are_compared_in_words(desk):
    service = desk.register.activities
    processor = desk.register.processors.save(None, a_processor()).record
    record = service.save(None, an_activity()).record.id
    service.save(
        record,
        an_activity(
            status="archived",
            transfers={"known": "proposed", "text": "To the United States"},
            recipients=given([
                {"name": "La Poste", "kind": "processor", "processor": processor.id, "countries": given("FR\nUS")}
            ]),
            purposes=[
                {"text": "Deliver what was ordered", "basis": given("6-1-f")},
                {"text": "Keep the books", "basis": given("6-1-c")},
            ],
            review={"next_on": "2027-01-30", "every_months": ""},
        ),
    )  # fmt: skip
    found = {each.place: each for each in service.compare(record, 1, 2, EN)}
    assert {place: (each.label, each.before, each.after) for place, each in found.items()} == {
        "status": ("Status", "Active", "Archived"),
        "purposes.0.basis": (
            "Purposes 1 › Legal basis",
            "Contract or pre-contractual steps (Art. 6(1)(b))",
            "Legitimate interests (Art. 6(1)(f))",
        ),
        "purposes.1": (
            "Purposes 2",
            "",
            "Purpose: Keep the books\nLegal basis: Legal obligation (Art. 6(1)(c))",
        ),
        "recipients.0.kind": (
            "Recipients 1 › What the recipient is",
            "controller in its own right",
            "processor",
        ),
        "recipients.0.processor": ("Recipients 1 › Record among the processors", "", "S-001 Colis & Cie"),
        "recipients.0.countries": ("Recipients 1 › Countries", "Unknown", "France\nUnited States"),
        "transfers": ("Third countries", "None", "To the United States (proposed)"),
        "review.next_on": ("Review › Next review", "", "30/01/2027"),
    }
    assert found["purposes.0.basis"].label_key == "fields.purpose.basis"
    back = {each.place: (each.before, each.after) for each in service.compare(record, 2, 1, FR)}
    assert back["transfers"] == ("To the United States (proposé)", "Aucun")
    assert service.compare(record, 1, 1, EN) == ()


def test_what_is_typed_and_not_saved_is_told_in_words(sort):
    service, typed = sort
    view = service.save(None, typed())
    [change] = service.differences(view.record.id, {**view.values, "tags": "new"}, EN)
    assert (change.place, change.before, change.after) == ("tags", "", "new")


def test_an_old_version_comes_back_as_a_new_one(sort):
    service, typed = sort
    first = service.save(None, typed())
    record = first.record.id
    service.save(record, typed(tags="later", status="archived"))
    view = service.restore(record, 1)
    assert (view.record.version, view.values) == (3, first.values)
    assert service.version(record, 2).tags == ("later",)
    assert [each.version for each in service.versions(record)] == [3, 2, 1]


def test_an_old_version_which_names_what_is_gone_does_not_come_back(desk):
    register = desk.register
    processor = register.processors.save(None, a_processor()).record.id
    recipients = given([{"name": "Colis", "processor": processor}])
    activity = register.activities.save(None, an_activity(recipients=recipients)).record.id
    register.activities.save(activity, an_activity())
    register.processors.trash([processor])
    refused = errors(lambda: register.activities.restore(activity, 1))
    assert refused == {"recipients.0.processor": "unknown_choice"}


# --- validation ------------------------------------------------------------------------------------------------------


def test_validation_freezes_a_version_and_a_later_change_is_named(sort, desk):
    service, typed = sort
    record = service.save(None, typed()).record.id
    view = service.validate(record)
    assert (view.validation.version, view.validation.on, view.validation.by) == (
        1,
        date(2026, 3, 2),
        "Alix Déléguée",
    )
    assert view.changed == ()
    assert len(service.versions(record)) == 1
    changed = service.save(record, typed(tags="x", owner=NONE))
    assert [(each.place, each.label_key.rpartition(".")[2]) for each in changed.changed] == [
        ("tags", "tags"),
        ("owner", "owner"),
    ]
    [line] = service.lines([record])
    assert (line.validated_on, line.changed_since) == (date(2026, 3, 2), True)
    assert service.ids(ListQuery(chips=frozenset({"changed"}))) == (record,)
    assert service.validate(record).changed == ()


def test_the_review_moves_on_when_its_date_has_come(sort, desk):
    service, typed = sort

    def reviewed(next_on, months):
        saved = service.save(None, typed(review={"next_on": next_on, "every_months": months})).record
        return service.validate(saved.id).record

    assert reviewed("2026-03-02", "12").review == Review(next_on=date(2027, 3, 2), every_months=12)
    assert reviewed("2024-01-31", "1").review.next_on == date(2026, 4, 2)
    assert reviewed("", "6").review.next_on == date(2026, 9, 2)
    later = reviewed("2026-03-03", "6")
    assert (later.review.next_on, later.version) == (date(2026, 3, 3), 1)
    assert reviewed("2026-03-01", "").review.next_on == date(2026, 3, 1)


def test_a_review_that_moved_on_is_part_of_what_was_validated(sort):
    service, typed = sort
    record = service.save(None, typed(review={"next_on": "", "every_months": "6"})).record.id
    view = service.validate(record)
    assert (view.record.version, view.validation.version, view.changed) == (2, 2, ())


def test_reviews_that_are_due_are_found(sort, desk):
    service, typed = sort
    record = service.save(None, typed(review={"next_on": "2026-03-02", "every_months": ""})).record.id
    service.save(None, typed(review={"next_on": "2026-03-03", "every_months": ""}))
    assert service.ids(ListQuery(chips=frozenset({"review_due"}))) == (record,)


# --- findings that do not apply --------------------------------------------------------------------------------------


def test_a_finding_set_aside_comes_back_when_the_record_changes(sort, desk):
    service, typed = sort
    view = service.save(None, typed(tags="first"))
    record, gap = view.record.id, view.gaps[0]
    assert errors(lambda: service.set_aside(record, gap.key, " ")) == {"reason": "empty"}
    aside = service.set_aside(record, gap.key, "Not asked of us")
    assert gap.key not in {each.key for each in aside.gaps}
    [(found, dismissal)] = aside.set_aside
    assert found == gap
    assert (dismissal.reason, dismissal.by, dismissal.on) == (
        "Not asked of us",
        "Alix Déléguée",
        date(2026, 3, 2),
    )
    assert aside.record.version == 1
    assert service.look(record, aside.values).gaps == aside.gaps
    assert gap.key in {each.key for each in service.look(record, typed(tags="second")).gaps}
    changed = service.save(record, typed(tags="second"))
    assert gap.key in {each.key for each in changed.gaps}
    assert changed.set_aside == ()


def test_a_finding_set_aside_is_not_counted_until_it_is_brought_back(desk):
    service = desk.register.activities
    view = service.save(None, an_activity(security=NONE, transfers={"known": "unknown"}))
    gap = next(each for each in view.gaps if each.severity.value == "error")
    before = service.lines([view.record.id])[0].gaps
    service.set_aside(view.record.id, gap.key, "Looked at elsewhere")
    assert service.lines([view.record.id])[0].gaps == before - 1
    assert gap.key not in {each.key for each in desk.register.gaps()}
    back = service.bring_back(view.record.id, gap.key)
    assert gap.key in {each.key for each in back.gaps}
    assert service.lines([view.record.id])[0].gaps == before


def test_a_finding_set_aside_stays_so_when_only_the_review_date_moves_on(desk):
    service = desk.register.activities
    view = service.save(None, an_activity(review={"next_on": "2026-03-01", "every_months": "6"}))
    service.set_aside(view.record.id, view.gaps[0].key, "Looked at elsewhere")
    validated = service.validate(view.record.id)
    assert validated.record.version == 2
    assert view.gaps[0].key not in {each.key for each in validated.gaps}


def test_only_a_finding_of_the_record_can_be_set_aside(sort):
    service, typed = sort
    record = service.save(None, typed()).record.id
    with pytest.raises(NotFound):
        service.set_aside(record, "no_such_rule|place", "why")


# --- many at once ----------------------------------------------------------------------------------------------------


def test_a_change_of_many_records_can_be_taken_back(sort, desk):
    service, typed = sort
    records = [
        service.save(None, typed(tags="web\nold", owner=given("Sales"), status="draft")).record.id,
        service.save(None, typed(status="active")).record.id,
    ]
    before = [service.get(each).record for each in records]
    change = BulkChange(
        owner="  Legal ",
        status=RecordStatus.ACTIVE,
        add_tags=("new", "WEB"),
        remove_tags=("OLD",),
        review="2027-01-30",
    )
    undo = service.change(records, change)
    first, second = (service.get(each).record for each in records)
    assert (first.owner, first.status, first.review.next_on) == (
        sure("Legal"),
        RecordStatus.ACTIVE,
        date(2027, 1, 30),
    )
    assert (first.tags, second.tags) == (("web", "new"), ("new", "WEB"))
    service.undo(undo)
    for old, now in zip(before, (service.get(each).record for each in records), strict=True):
        assert (now.owner, now.status, now.tags, now.review) == (old.owner, old.status, old.tags, old.review)
        assert now.version == 3


def test_what_a_change_leaves_alone_stays_as_it_is(sort):
    service, typed = sort
    record = service.save(None, typed(tags="web", owner=NONE)).record
    undo = service.change([record.id], BulkChange(add_tags=("web",)))
    assert undo.versions == {}
    assert service.get(record.id).record == record
    cleared = service.change([record.id], BulkChange(owner="", review=""))
    assert service.get(record.id).record.owner == unknown()
    service.undo(cleared)
    assert service.get(record.id).record.owner == none()


def test_a_change_that_cannot_be_accepted_changes_no_record(sort):
    service, typed = sort
    records = [service.save(None, typed()).record.id for _ in range(2)]
    bad = BulkChange(owner="x" * 301, add_tags=(" ",), review="soon")
    assert errors(lambda: service.change(records, bad)) == {
        "owner": "too_long",
        "add_tags": "empty",
        "review": "not_a_date",
    }
    assert {service.get(each).record.version for each in records} == {1}


def test_what_was_changed_again_since_is_not_undone(sort):
    service, typed = sort
    records = [service.save(None, typed()).record.id for _ in range(2)]
    undo = service.change(records, BulkChange(add_tags=("x",)))
    service.save(records[1], typed(tags="y"))
    with pytest.raises(StaleRecord):
        service.undo(undo)
    assert [service.get(each).record.tags for each in records] == [("x",), ("y",)]


def test_owners_and_tags_in_use_are_offered(sort):
    service, typed = sort
    service.save(None, typed(owner=given("Sales"), tags="b\na"))
    service.save(None, typed(owner=given("Legal"), tags="a"))
    assert service.owners() == ("Legal", "Sales")
    assert service.tags() == ("a", "b")


def test_the_kind_of_each_version_is_said(desk):
    record = desk.register.clients.save(None, a_client(contract=known("given", status="none"))).record
    assert {each.kind for each in desk.register.clients.versions(record.id)} == {RecordKind.CLIENT}


def test_a_quotation_that_stands_in_the_source_carries_its_hash(sort, desk, tmp_path):
    service, typed = sort
    file = tmp_path / "notice.txt"
    file.write_text("We keep “orders” for\nthree years.", encoding="utf-8")
    before = service.save(None, typed(evidence=[{"quote": "We keep orders for ever"}])).record
    desk.sources.accept(desk.sources.read(file))
    sha256 = desk.sources.current().sha256
    quotes = [{"quote": 'We keep "orders" for three years.'}, {"quote": "We sell them"}]
    saved = service.save(before.id, typed(evidence=quotes))
    assert [each.source_sha256 for each in saved.record.evidence] == [sha256, ""]
    again = service.save(before.id, saved.values)
    assert again.record.version == saved.record.version


def test_half_a_surrogate_pair_in_the_place_of_an_identifier_is_no_choice(desk):
    client = a_client(subprocessors=["a\ud800b"])
    assert errors(lambda: desk.register.clients.save(None, client)) == {"subprocessors.0": "unknown_choice"}
    flow = a_transfer(activity="\ud800\0x")
    assert errors(lambda: desk.register.transfers.save(None, flow)) == {"activity": "unknown_choice"}


def test_what_is_wrong_with_many_entries_of_a_list_is_told_once(desk):
    flow = a_processor(countries=given("\n".join(f"X{number}" for number in range(5000))))
    with pytest.raises(DraftError) as caught:
        desk.register.processors.save(None, flow)
    [error] = caught.value.errors
    assert (error.field, error.reason) == ("countries", "unknown_country")
    assert caught.value.params == {"count": 1}
