"""Every error there is can be told in every language, whole."""

from __future__ import annotations

import ast
import re
from datetime import date
from string import Formatter

import pytest

from dpo_desk import errors
from dpo_desk.errors import DeskError, FieldError, PaperBlocked, RuleBroken
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.telling import told
from tests.house import tree

BRACES = re.compile(r"[{}]")
OWN_CONSTRUCTOR = {
    "FieldError",
    "DraftError",
    "RuleBroken",
    "StepNotPossible",
    "PaperBlocked",
    "DiskFull",
    "LawFileRefused",
    "KeyRefused",
    "PictureRefused",
    "LogoRefused",
}


def every(base):
    for cls in base.__subclasses__():
        yield cls
        yield from every(cls)


def raised_with():
    """The names of the parameters each error is made with, at every place where it is made."""
    found = {}
    for path in tree.product():
        for line, function, call in tree.calls(path):
            name = function.rpartition(".")[2]
            if isinstance(getattr(errors, name, None), type) and all(k.arg for k in call.keywords):
                given = {keyword.arg for keyword in call.keywords}
                found.setdefault(name, []).append((f"{tree.name(path)}:{line}", given, call))
        for node in ast.walk(tree.parsed(path)):  # raise WrongPassphrase
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name | ast.Attribute):
                name = ast.unparse(node.exc).rpartition(".")[2]
                if isinstance(getattr(errors, name, None), type):
                    found.setdefault(name, []).append((f"{tree.name(path)}:{node.lineno}", set(), None))
    return found


RAISED = raised_with()


def wanted(words, *keys):
    """The placeholders of these texts."""
    return set().union(*(words.placeholders(key) for key in keys))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", sorted(set(RAISED) - OWN_CONSTRUCTOR))
def test_an_error_is_made_with_all_that_its_text_names(name, language):
    words = wording(language)
    named = wanted(words, *(f"errors.{name}.{part}" for part in ("what", "why", "now")))
    lacking = {place: named - given for place, given, _ in RAISED[name] if named - given}
    assert not lacking


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("name", "position", "ending"),
    [
        ("RuleBroken", 0, "rule"),
        ("KeyRefused", 0, "rule"),
        ("PictureRefused", 0, "rule"),
        ("FieldError", 1, "field"),
    ],
)
def test_a_rule_and_a_reason_are_made_with_all_that_their_sentence_names(name, position, ending, language):
    words, lacking = wording(language), {}
    for place, given, call in RAISED[name]:
        literal = tree.literal(call, position) if call else None
        if literal:
            named = wanted(words, f"errors.{ending}.{literal}") - {"article"}
            if named - given:
                lacking[place] = named - given
    assert len(RAISED[name]) > 3
    assert not lacking


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "cls", sorted(set(every(DeskError)) - {errors.ImportFailed}, key=lambda cls: cls.__name__)
)
def test_every_error_is_told_without_a_place_left_open(cls, language):
    words = wording(language)
    if cls is FieldError:
        error = FieldError("name", "too_long", limit=300)
    elif cls is errors.DraftError:
        error = errors.DraftError((FieldError("name", "empty"),))
    elif cls is errors.StepNotPossible:
        error = errors.StepNotPossible("extended_already", "12(3)")
    elif cls is RuleBroken:
        error = RuleBroken("extended_already", "12(3)")
    elif cls is errors.LawFileRefused:
        error = errors.LawFileRefused("law_file_missing", line="3", key="adopted")
    elif cls is errors.KeyRefused:
        error = errors.KeyRefused("signing_key_expired", valid_to=date(2026, 1, 1))
    elif cls is errors.PictureRefused:
        error = errors.PictureRefused("picture_too_many_points", most=40)
    elif cls is errors.LogoRefused:
        error = errors.LogoRefused("logo_too_many_points", most=40)
    elif cls is PaperBlocked:
        error = PaperBlocked(())
    elif cls is errors.DiskFull:
        error = errors.DiskFull(needed=3_000_000, free=1_000_000)
    else:
        keys = [f"errors.{cls.__name__}.{part}" for part in ("what", "why", "now")]
        error = cls(**dict.fromkeys(wanted(words, *keys), 7))
    text = told(error, words)
    assert text.strip()
    assert not BRACES.search(text)
    assert not re.search(r"\berrors\.|None|<class", text)
    if cls != FieldError:
        assert len(text.splitlines()) >= 3


def test_a_field_is_told_by_its_name_and_why():
    assert (
        told(FieldError("received", "in_the_future"), wording("en"))
        == "received: This day lies in the future."
    )


def test_a_rule_is_told_with_its_sentence_and_article():
    text = told(RuleBroken("extended_already", "12(3)"), wording("en"))
    assert text.splitlines()[1].endswith("(Art. 12(3)).")


def test_a_blocked_paper_names_each_gap_in_each_language(sample):
    from dpo_desk.services.ports import ListQuery

    [camille] = sample.cases.ids(ListQuery(text="camille"))
    for language in languages():
        composed = sample.papers.compose(camille, "access_answer", "fr")
        with pytest.raises(PaperBlocked) as caught:
            sample.papers.finish(camille, composed.letter)
        lines = told(caught.value, wording(language)).splitlines()
        assert len(lines) == 3 + len(composed.blockers)
        assert not BRACES.search("".join(lines))


def test_the_patterns_of_this_test_still_find_the_errors_in_the_code():
    assert {"WrongPassphrase", "VaultExists", "OutputError", "RuleBroken", "FieldError"} <= set(RAISED)
    assert next(iter(Formatter().parse("{a}")))[1] == "a"
