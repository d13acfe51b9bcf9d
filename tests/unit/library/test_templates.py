"""The beginnings that ship: alike in every language, nothing in them confirmed, and all of it words of the catalogues."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from dpo_desk.domain.activity import Activity, LegalBasis
from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.record import RecordStatus
from dpo_desk.errors import DataFileBroken
from dpo_desk.library import files
from dpo_desk.library.catalogues import shipped_terms
from dpo_desk.library.checklists import dpia
from dpo_desk.library.templates import templates
from dpo_desk.library.wording import languages

EVERY = [
    pytest.param(each, id=f"{language}-{each.id}") for language in languages() for each in templates(language)
]
IN_ENGLISH = {each.id: each.activity for each in templates("en")}
SHIPPED = Path(files.__file__).parents[2] / "resources"


def facts_of(part: object) -> Iterator[Fact]:
    if isinstance(part, Fact):
        yield part
        part = part.value
    if isinstance(part, tuple):
        for each in part:
            yield from facts_of(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from facts_of(getattr(part, field.name))


def shape(part: object) -> object:
    """The same thing without its words: what two languages have to share."""
    if isinstance(part, str) and type(part) is str:
        return bool(part)
    if isinstance(part, tuple):
        return tuple(map(shape, part))
    if is_dataclass(part):
        return {field.name: shape(getattr(part, field.name)) for field in fields(part)}
    return part


def test_ten_usual_activities_are_there_in_every_language():
    assert set(IN_ENGLISH) == {
        "payroll", "recruitment", "cctv", "newsletter", "webshop-orders", "customer-support", "access-control",
        "accounting", "supplier-management", "whistleblowing",
    }  # fmt: skip
    assert {frozenset(each.id for each in templates(language)) for language in languages()} == {
        frozenset(IN_ENGLISH)
    }


@pytest.mark.parametrize("template", EVERY)
def test_a_template_is_a_draft_in_which_nothing_is_confirmed(template):
    assert template.activity.status is RecordStatus.DRAFT
    assert {fact.known for fact in facts_of(template.activity)} <= {Known.PROPOSED, Known.UNKNOWN}
    assert not template.activity.evidence
    assert template.activity.version == 0


@pytest.mark.parametrize("template", EVERY)
def test_a_template_says_the_same_in_every_language(template):
    english = IN_ENGLISH[template.id]
    assert shape(template.activity) == shape(english)
    assert [p.basis.value for p in template.activity.purposes] == [p.basis.value for p in english.purposes]
    assert template.activity.dpia_listed == english.dpia_listed
    assert template.activity.dpia_criteria == english.dpia_criteria


@pytest.mark.parametrize("template", EVERY)
def test_a_template_brings_what_a_register_is_asked_for_first(template):
    activity: Activity = template.activity
    assert template.about
    assert activity.purposes
    assert activity.data_subjects.value
    assert activity.recipients.value
    assert len(activity.security.value) >= 6
    assert activity.to_clarify
    assert activity.dpia.value
    assert activity.review.every_months == 12
    for purpose in activity.purposes:
        assert purpose.reason.value
        if purpose.basis.value is LegalBasis.LEGITIMATE_INTERESTS:
            assert purpose.objection.value, purpose.text
        if purpose.basis.value is LegalBasis.CONSENT:
            assert purpose.consent.value, purpose.text
            assert purpose.withdrawal.value, purpose.text
    for category in activity.categories.value:
        assert category.retention.value, category.name
        assert category.retention.value.periods or category.retention.value.rule, category.name
        assert bool(category.special.value) == bool(category.condition.value), category.name


@pytest.mark.parametrize("template", EVERY)
def test_recipients_are_kinds_of_recipients_and_not_names(template):
    for recipient in template.activity.recipients.value:
        assert not recipient.named
        assert recipient.processor is None


@pytest.mark.parametrize("language", languages())
def test_templates_are_written_with_the_words_of_the_catalogues(language):
    own = {kind: {term.text for term in shipped_terms(kind, language).values()} for kind in TermKind}
    for template in templates(language):
        activity = template.activity
        assert set(activity.data_subjects.value) <= own[TermKind.DATA_SUBJECT], template.id
        assert set(activity.security.value) <= own[TermKind.MEASURE], template.id
        assert {p.text for p in activity.purposes} <= own[TermKind.PURPOSE], template.id
        assert {r.name for r in activity.recipients.value} <= own[TermKind.RECIPIENT], template.id
        # a few categories are particular to one activity
        assert len({c.name for c in activity.categories.value} - own[TermKind.DATA_CATEGORY]) <= 2, (
            template.id
        )


@pytest.mark.parametrize("template", EVERY)
def test_criteria_and_listed_items_are_those_of_the_law_as_data(template):
    law = dpia()
    assert set(template.activity.dpia_criteria.value or ()) <= {each.id for each in law.criteria}
    assert set(template.activity.dpia_listed.value or ()) <= {each.id for each in law.listed}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("owner = ", "onwer = ", "unknown key"),
        ("dpia_needed = {", "dpia_needed = 1 #{", "neither unknown, none, given nor proposed"),
        ("review.every_months = 12", 'review.every_months = "12"', "not a int"),
        ("review.every_months", "review.each_months", "unknown key"),
        ("[[purposes]]\ntext", "[[purposes]]\ntexte", "missing"),
        ('kind = "internal"', 'kind = "inside"', "not one of"),
        ("named = false", 'processor = "somebody"\nnamed = false', "not the key of a processor"),
        ("[[categories.proposed]]\nname", "[[categories.proposed]]\nnome", "missing"),
        ('provision = { proposed = "mandatory" }', 'provision = { proposed = "always" }', "not one of"),
        ('then = { proposed = "erase" }', 'after = { proposed = "erase" }', "unknown key"),
        ("5 years from", "five years from", "not a period"),
    ],
)
def test_a_template_that_is_not_sound_is_refused_by_line(tmp_path, monkeypatch, old, new, problem):
    shutil.copytree(SHIPPED / "templates" / "en", tmp_path / "templates" / "en")
    file = tmp_path / "templates" / "en" / "payroll.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    with pytest.raises(DataFileBroken) as caught:
        templates.__wrapped__("en")
    assert caught.value.params["file"] == "templates/en/payroll.toml"
    assert problem in caught.value.params["problem"]
    assert caught.value.params["place"].startswith("line ")


def test_the_shape_of_a_record_would_show_a_missing_purpose():
    activity = IN_ENGLISH["payroll"]
    assert shape(activity) != shape(replace(activity, purposes=activity.purposes[1:]))
