"""The words that ship: the same in every language, each term once, and found from one language in another."""

from __future__ import annotations

import pytest

from dpo_desk.domain.catalogue import TermKind
from dpo_desk.domain.terms import doubles
from dpo_desk.errors import DataFileBroken
from dpo_desk.library import catalogues, files
from dpo_desk.library.catalogues import in_language, shipped_terms
from dpo_desk.library.wording import languages


@pytest.mark.parametrize("kind", TermKind)
def test_every_language_has_the_same_terms_in_the_same_order(kind):
    assert len({tuple(shipped_terms(kind, language)) for language in languages()}) == 1


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", TermKind)
def test_a_catalogue_is_neither_too_short_nor_too_long_to_choose_from(kind, language):
    assert 25 <= len(shipped_terms(kind, language)) <= 60


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", TermKind)
def test_no_two_shipped_terms_look_the_same(kind, language):
    texts = [term.text for term in shipped_terms(kind, language).values()]
    assert doubles(texts) == ()
    assert all(text == " ".join(text.split()) and len(text) <= 80 for text in texts)


@pytest.mark.parametrize("kind", TermKind)
def test_every_term_is_found_in_the_other_language(kind):
    english, french = shipped_terms(kind, "en"), shipped_terms(kind, "fr")
    for name, term in english.items():
        assert in_language(term.text, kind, "fr") == french[name].text
        assert in_language(french[name].text, kind, "en") == term.text
        assert in_language(term.text, kind, "en") == term.text


def test_words_nobody_shipped_stay_as_they_are():
    assert in_language("our own words", TermKind.MEASURE, "fr") == "our own words"


def test_a_term_of_another_kind_is_no_term():
    assert in_language("customers", TermKind.MEASURE, "fr") == "customers"


def test_two_terms_of_the_same_words_are_refused_by_line(tmp_path, monkeypatch):
    folder = tmp_path / "catalogues" / "xx"
    folder.mkdir(parents=True)
    (folder / "measures.toml").write_text('one = "locks"\ntwo = "locks"\n', "utf-8")
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    with pytest.raises(DataFileBroken) as caught:
        catalogues.shipped_terms(TermKind.MEASURE, "xx")
    assert caught.value.params == {
        "file": "catalogues/xx/measures.toml",
        "place": "line 2 (two)",
        "problem": "there twice",
    }
