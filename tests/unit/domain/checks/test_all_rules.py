"""All rules at once: each is told in words, every check of the table is made, nothing makes a rule stumble."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any

from dpo_desk.domain import checks
from dpo_desk.domain.activity import Activity
from dpo_desk.domain.client import Client
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.record import RecordStatus
from dpo_desk.domain.transfer import Transfer
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.gap_words import gap_text
from tests.house import tree
from tests.store.strategies import filled, records
from tests.unit.domain.checks.sound import RECORDS, around, with_

RULES_BY_KIND = {
    Activity: checks._ACTIVITY,
    Client: checks._CLIENT,
    Processor: checks._PROCESSOR,
    Transfer: checks._TRANSFER,
    Organisation: checks._ORGANISATION,
}
KINDS = [kind for kind in RULES_BY_KIND if kind is not Organisation]
MODULES = tree.files("dpo_desk/domain/checks", ending=".py")

# --- what the rules can say, read from their sources -----------------------------------------------------------------

# where the key of the rule stands among the arguments, and what is put behind it
SAYS = {
    "error": (2, ("",)),
    "warning": (2, ("",)),
    "hint": (2, ("",)),
    "found": (3, ("",)),
    "known": (3, ("_unknown", "_proposed")),
    "needed": (3, ("_missing", "_proposed")),
}
# keys that do not stand as a text in the call: made from the places, chosen between two, reasons of Chapter V
MADE = {
    "clients.represented": {f"client_{who}_{end}" for who in ("representative", "dpo") for end in ("unknown", "proposed")},
    "organisation.officer": {"officer_contact", "officer_missing"},
    "flows._reasons": set(),  # law.chapter_v.reason.<why>; tests of Chapter V have a case of each
}  # fmt: skip

# asked of a value that is there only; what is said while it is unknown has a key of its own
NEVER = {"special_unknown", "criminal_unknown", "vulnerable_unknown"}


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in the rules that makes a gap: the function it stands in, the call, and what is called."""
    for path in MODULES:
        for function in tree.parsed(path).body:
            if isinstance(function, ast.FunctionDef) and path.stem != "finding":
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYS:
                        yield f"{path.stem}.{function.name}", node, ast.unparse(node.func)


def sentences() -> set[str]:
    """The keys of what rules can say."""
    told = {
        f"{key}{ending}"
        for _, call, name in calls()
        if (key := tree.literal(call, SAYS[name][0]))
        for ending in SAYS[name][1]
    }
    return told.union(*MADE.values()) - NEVER


def test_what_a_rule_says_stands_plainly_in_its_call_but_for_those_named_here():
    assert {where for where, call, name in calls() if tree.literal(call, SAYS[name][0]) is None} == set(MADE)


@pytest.mark.parametrize("language", languages())
def test_everything_a_rule_can_say_has_its_sentence(language):
    keys = wording(language).keys()
    assert len(sentences()) > 100
    assert not {key for key in sentences() if f"gaps.{key}" not in keys}


def test_every_sentence_about_a_record_is_one_a_rule_or_a_letter_can_say():
    letters = {
        node.value
        for node in ast.walk(tree.parsed(tree.ROOT / "dpo_desk" / "domain" / "completeness.py"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    letters |= {f"{key}_{end}" for key in letters for end in ("unknown", "proposed")}
    keys = {key.removeprefix("gaps.") for key in wording("en").keys() if key.startswith("gaps.")}  # noqa: SIM118
    told = {key for key in keys if not key.startswith("severity")}
    assert not told - sentences() - letters


# --- the table of checks ---------------------------------------------------------------------------------------------

TABLE = {f"CHK-{number:02}" for number in range(1, 34)}
CHECK = re.compile(r"CHK-\d\d")


def test_every_check_of_the_table_is_made_by_some_rule_and_no_other():
    made = {
        node.value
        for path in MODULES
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHECK.fullmatch(node.value)
    }
    assert made == TABLE


@pytest.mark.parametrize(
    "rule", checks.RULES, ids=lambda rule: f"{Path(rule.__module__).suffix[1:]}.{rule.__name__}"
)
def test_every_rule_says_first_which_check_it_makes(rule):
    assert CHECK.match(rule.__doc__)
    assert {*CHECK.findall(rule.__doc__)} <= TABLE


def test_every_rule_written_is_in_force_and_looks_at_some_kind_of_record():
    in_force = {f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}" for rule in checks.RULES}
    makes_gaps = {where for where, *_ in calls()}
    helpers = {"flows._reasons", "processors._contract", "texts.instruments", "texts.placeholders"}
    assert makes_gaps - helpers <= in_force
    assert {rule for rules in RULES_BY_KIND.values() for rule in rules} == set(checks.RULES)


# --- records in which nothing is said --------------------------------------------------------------------------------

NOTHING_SAID = {
    Activity: {
        "purposes_missing", "data_subjects_unknown", "categories_unknown", "source_unknown", "recipients_unknown",
        "transfers_unknown", "security_unknown", "automated_unknown", "dpia_criteria_unknown",
    },
    Client: {
        "client_contact_unknown", "client_representative_unknown", "client_dpo_unknown", "contract_unknown",
        "instructions_missing", "processing_unknown", "transfers_unknown", "security_unknown", "breach_notice",
    },
    Processor: {"role_unknown", "countries_unknown", "contract_unknown", "subprocessors_unknown"},
    Transfer: {"reason.country_unknown", "flow_alone", "flow_data_unknown"},
    Organisation: {"controller_name", "controller_address", "controllers_unknown", "officer_missing"},
}  # fmt: skip


def empty(kind):
    if kind is Organisation:
        return Organisation(name="")
    named = {"exporter": "Fictive SAS", "importer": "Acme Inc."} if kind is Transfer else {"name": "Anything"}
    return kind(id="e" * 32, ref="X-009", **named)


def found_in(subject, register=None):
    register = register or around(RECORDS if isinstance(subject, Organisation) else with_(RECORDS, subject))
    return [gap for rule in RULES_BY_KIND[type(subject)] for gap in rule(subject, register)]


@pytest.mark.parametrize("kind", NOTHING_SAID, ids=lambda kind: kind.__name__)
def test_a_record_that_says_nothing_lacks_what_the_law_asks_for_and_nothing_else(kind):
    gaps = found_in(empty(kind))
    assert {gap.rule for gap in gaps} == NOTHING_SAID[kind]
    assert len(gaps) == len(NOTHING_SAID[kind])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_left_open_ever_counts_as_complete(kind):
    settled = checks.completeness_of(empty(kind), around())
    assert settled.settled < settled.asked
    assert "error" in {gap.severity for gap in found_in(empty(kind))}


# --- records of any shape --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RULES_BY_KIND, ids=lambda kind: kind.__name__)
def test_no_record_makes_a_rule_stumble_and_all_that_is_found_can_be_told(kind):
    speaking = [wording(language) for language in languages()]

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @for_any(records(kind))
    def holds(record):
        for gap in found_in(record):
            assert CHECK.fullmatch(gap.check)
            assert gap.place
            assert gap.article
            assert all(gap_text(gap, words) for words in speaking)

    holds()


# twenty thousand words each: what a notice says, and what a lost encoding leaves of it
LONG = {
    "prose": "kept for three years or 13 months (or more) au Maroc by the helpdesk; it is needed for that "
    * 1000,
    "signs": "? " * 20_000 + "a",
}


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_rule_takes_a_second_however_much_is_written_in_every_field(kind, text):
    record = replace(filled(kind, str=LONG[text]), status=RecordStatus.ACTIVE)
    register = around(with_(RECORDS, record))
    slow = {}
    for rule in RULES_BY_KIND[kind]:
        begun = time.process_time()
        list(rule(record, register))
        slow[rule.__name__] = time.process_time() - begun
    fields = slow.pop("noticed") / len(
        list(checks.texts.texts(record))
    )  # reads every field, the others a few
    assert max(*slow.values(), fields) < 1
