"""Each gap and contradiction of the policy behind the example is shown somewhere in the vault that holds the example."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from dpo_desk.library.checklists import checks_law
from dpo_desk.library.sample import load_sample

GAPS = tomllib.loads((Path(__file__).parents[2] / "data" / "policy_gaps.toml").read_text("utf-8"))["gaps"]
SAMPLE = load_sample()


def words_in(part):
    """Every text of a record."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from words_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from words_in(getattr(part, field.name))


@pytest.fixture
def shown(sample):
    """What the vault says of each record, by the example's own keys: its texts, and the rules that find something."""
    texts = {"organisation": "\n".join(words_in(sample.register.organisation()))}
    keys = {}
    for told, service in (
        (SAMPLE.activities, sample.register.activities),
        (SAMPLE.processors, sample.register.processors),
        (SAMPLE.transfers, sample.register.transfers),
    ):
        for (key, _), choice in zip(told, service.choices(), strict=True):
            keys[choice.id] = key
            texts[key] = "\n".join(words_in(service.get(choice.id).record))
    rules = defaultdict(set)
    for gap in sample.register.gaps():
        rules[keys[gap.record]].add(gap.rule)
    return {key: (text, rules[key]) for key, text in texts.items()}


def test_every_gap_of_the_policy_is_shown_where_it_belongs(shown):
    lacking = []
    for gap in GAPS:
        text, rules = shown[gap["record"]]
        if not (gap["words"] in text if "words" in gap else gap["rule"] in rules):
            lacking.append((gap["id"], gap["record"]))
    assert not lacking


def test_all_52_of_them_are_looked_for():
    assert sorted({gap["id"] for gap in GAPS}) == [f"X{number:02}" for number in range(1, 53)]
    assert all(("words" in gap) != ("rule" in gap) for gap in GAPS)


def test_words_that_stand_nowhere_would_be_missed(shown):
    assert not any("a lighthouse" in text for text, _ in shown.values())


def test_who_says_that_nothing_is_decided_by_machines_is_asked_for_nothing_more(shown):
    asking = {key for key, (_, rules) in shown.items() if "automated_exception_missing" in rules}
    assert asking == {"P05", "P06"}


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("No decision is taken by automated means.", True),
        ("  Aucune décision n’est prise automatiquement.", True),
        ("Orders are refused; no decision is looked at again.", False),
        ("Notation de chaque commande", False),
    ],
)
def test_only_a_text_that_begins_with_a_denial_denies(told, denied):
    assert checks_law().no_decision.leads(told) is denied
