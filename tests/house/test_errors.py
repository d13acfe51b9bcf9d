"""Every error a user can see says what happened, why, and what to do now, in each language."""

from __future__ import annotations

import ast

import pytest

from dpo_desk import errors
from tests.house import tree
from tests.house.test_wording import LANGUAGES, texts

SPEAKING = [
    cls
    for cls in vars(errors).values()
    if isinstance(cls, type)
    and issubclass(cls, errors.DeskError)
    and not cls.__subclasses__()
    and "key" not in vars(cls)  # a field or a rule has a sentence for each reason instead
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_says_what_why_and_what_now(language):
    wanted = {f"errors.{cls.__name__}.{part}" for cls in SPEAKING for part in ("what", "why", "now")}
    lacking = sorted(wanted - texts(language).keys())
    assert not lacking


def raised(name: str, position: int) -> dict[str, str]:
    """The literal text at this position wherever an error of this name is made, with the place."""
    found = {}
    for path in tree.product():
        for line, function, call in tree.calls(path):
            value = tree.literal(call, position)
            if function.rpartition(".")[2] == name and value is not None:
                found[value] = f"{tree.name(path)}:{line}"
    return found


def test_every_reason_a_field_may_be_refused_for_has_a_sentence():
    reasons = {**raised("FieldError", 1), **raised("refuse", 1)}
    assert reasons
    assert not {
        reason: place for reason, place in reasons.items() if f"errors.field.{reason}" not in texts("en")
    }


def test_every_rule_that_may_be_broken_has_a_sentence():
    rules = raised("RuleBroken", 0)
    whole = {key for key in texts("en") if key.startswith("errors.rule.")}
    lacking = {
        rule: place
        for rule, place in rules.items()
        if not any(key == f"errors.rule.{rule}" or key.startswith(f"errors.rule.{rule}.") for key in whole)
    }
    assert not lacking


def test_no_text_of_an_error_stands_for_a_class_that_is_gone():
    named = {
        key.split(".")[1]
        for key in texts("en")
        if key.startswith("errors.") and key.split(".")[1][0].isupper()
    }
    assert named <= {name for name, value in vars(errors).items() if isinstance(value, type)}


CATCH_ALL = {
    "dpo_desk/app.py",  # the top-level hook
    "dpo_desk/ui/start.py",
    "dpo_desk/ui/messages.py",
    "dpo_desk/ui/tasks.py",  # the lane of slow work
    "dpo_desk/store/keychain.py",  # keychains of other makers raise what they like; each counts as "no entry"
    "dpo_desk/signing/verify.py",  # a hostile file makes the library stumble anyhow; each counts as "unreadable"
}


def test_everything_is_caught_at_the_edges_only_so_that_a_bug_comes_out():
    places = {
        tree.name(path)
        for path in tree.product()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    }
    assert places <= CATCH_ALL
