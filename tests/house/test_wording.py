"""The words: the same in every language, every one that is asked for exists, none is markup."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from string import Formatter

import pytest

from reports import LETTERS, SHEETS
from tests.house import tree

LANGUAGES = sorted(path.name for path in (tree.ROOT / "resources" / "wording").iterdir() if path.is_dir())
PLURALS = {"zero", "one", "two", "few", "many", "other"}
# called with a key: words("…"), self.words("…"), desk.words("…"), w("…")
SPEAKERS = re.compile(r"(?:^|\.)_?(?:w|words|wording)$")
# called with the end of a key: a form's self._say("name.label")
SHORT_SPEAKERS = re.compile(r"(?:^|\.)_?say$")


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Every key of a language with its text, or its plural forms."""
    folder = tree.ROOT / "resources" / "wording" / language
    found: dict[str, tuple[str, ...]] = {}

    def collect(prefix: str, value: object) -> None:
        if isinstance(value, str):
            found[prefix] = (value,)
        elif isinstance(value, dict) and "other" in value and value.keys() <= PLURALS:
            found[prefix] = tuple(value.values())
        elif isinstance(value, dict):
            for name, below in value.items():
                collect(f"{prefix}.{name}", below)
        else:
            raise AssertionError(f"{language}: {prefix} is no text")

    for path in sorted(folder.rglob("*.toml")):
        prefix = path.relative_to(folder).with_suffix("").as_posix().replace("/", ".")
        collect(prefix, tomllib.loads(path.read_text("utf-8")))
    return found


def placeholders(forms: tuple[str, ...]) -> set[str]:
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language):
    keys, english = set(texts(language)), set(texts("en"))
    # how a language writes its dates is its own business
    different = {key for key in keys ^ english if not key.startswith("language.")}
    assert not different


# a language may greet without a name (Madame, Monsieur,)
MAY_SAY_LESS = {"letters.common.salutation"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_uses_the_placeholders_of_the_english_text(language):
    different = {}
    for key in texts(language).keys() & texts("en").keys():
        here, english = placeholders(texts(language)[key]), placeholders(texts("en")[key])
        lost = set() if key in MAY_SAY_LESS else english - here
        if (here - english) | (lost - {"count"}):  # "one request" needs no figure
            different[key] = sorted(here ^ english)
    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_blank_or_markup(language):
    markup = re.compile(r"</?[A-Za-z][^>]*>|&(?:\w+|#\d+);")
    wrong = {
        key
        for key, forms in texts(language).items()
        for form in forms
        # an entry of a register that no article asks for has an empty one
        if markup.search(form) or not (form.strip() or key.endswith("_article"))
    }
    assert not wrong


def test_french_never_breaks_a_line_before_its_signs_or_inside_its_quotation_marks():
    loose = re.compile(r"\S [:;?!»]|« ")
    assert not {key for key, forms in texts("fr").items() for form in forms if loose.search(form)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_apostrophe_is_the_typographic_one(language):
    straight = re.compile(r"[^\W\d]'[^\W\d]")
    wrong = {
        key
        for key, forms in texts(language).items()
        for form in forms
        if straight.search(form) and not key.startswith("language.")  # patterns of dates quote with it
    }
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_of_a_language_can_be_read_by_the_program(language):
    from dpo_desk.library.wording import wording

    assert wording(language).keys() == set(texts(language))


def asked_for() -> dict[str, str]:
    """The keys that stand literally in the code, with the place."""
    found = {}
    for path in tree.product():
        for line, function, call in tree.calls(path):
            key = tree.literal(call)
            if key and "." in key and SPEAKERS.search(function):
                found[key] = f"{tree.name(path)}:{line}"
    return found


def test_every_key_that_stands_in_the_code_has_a_text():
    missing = {key: place for key, place in asked_for().items() if key not in texts("en")}
    assert asked_for(), "no call with a key was found: the pattern of this test is out of date"
    assert not missing


def test_every_end_of_a_key_that_stands_in_the_code_ends_a_key():
    missing = [
        f"{tree.name(path)}:{line} {key}"
        for path in tree.files(*tree.PRODUCT, ending=".py")
        for line, function, call in tree.calls(path)
        if SHORT_SPEAKERS.search(function) and (key := tree.literal(call))
        if not any(f".{whole}".endswith(f".{key}") for whole in texts("en"))
    ]
    assert not missing


def test_every_text_fills_its_placeholders_where_the_call_names_them_plainly():
    wrong = []
    for path in tree.product():
        for line, function, call in tree.calls(path):
            key = tree.literal(call)
            plain = len(call.args) == 1 and all(keyword.arg for keyword in call.keywords)
            if key in texts("en") and SPEAKERS.search(function) and plain:
                given = {keyword.arg for keyword in call.keywords}
                lacking = placeholders(texts("en")[key]) - given
                if len(texts("en")[key]) > 1:
                    lacking |= {"count"} - given
                if lacking:
                    wrong.append(f"{tree.name(path)}:{line} {key} lacks {sorted(lacking)}")
    assert not wrong


def literals() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """All texts in the code that may be (the end of) a key, and the patterns of those put together at run time."""
    whole, patterns = set(), set()
    for path in tree.product():
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
                    for part in node.values
                ]
                if any(isinstance(part, ast.Constant) and "." in str(part.value) for part in node.values):
                    patterns.add("".join(parts))
    return frozenset(whole), tuple(re.compile(pattern) for pattern in sorted(patterns))


def test_no_text_is_left_over_that_nothing_in_the_program_asks_for():
    whole, patterns = literals()
    left = [
        key
        for key in sorted(texts("en"))
        if key not in whole
        and not key.startswith(("language.", "law.", "errors."))  # asked for by data or by class
        and not any(pattern.fullmatch(key) for pattern in patterns)
        and not any(key.endswith(f".{word}") and "." in word for word in whole)
        and not any(pattern.fullmatch(key[at:]) for pattern in patterns for at in dots(key))
    ]
    assert not left


def dots(key: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\.", key)]


def test_every_paper_has_its_title_and_every_letter_says_what_finishing_it_means():
    letters = [kind.id for kind in LETTERS]
    wanted = [f"papers.title.{paper}" for paper in (*letters, *(kind.id for kind in SHEETS))]
    wanted += [f"ui.composer.finish_means.{letter}" for letter in letters]
    assert [key for key in wanted if key not in texts("en")] == []
