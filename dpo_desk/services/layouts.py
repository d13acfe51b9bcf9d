"""Which paper and envelope a letter is laid out for, and the letterhead it bears."""

from __future__ import annotations

from typing import cast, get_args

from dpo_desk import paper as papers
from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.domain.organisation import Organisation
from dpo_desk.library.layouts import usual_layouts


def layouts() -> tuple[papers.content.Layout, ...]:
    """The layouts there are."""
    return get_args(papers.content.Layout)


def layout_for(letterhead: Letterhead, recipient: str, organisation: Organisation) -> papers.content.Layout:
    """
    The layout of a letter: the one the organisation chose for all of them, or the usual one of the country it goes to.

    Where nothing is known of that country (or it is empty), the layout is that of the office the letter comes from.
    """
    office = organisation.letters_from if organisation.letters_from.complete else organisation.address
    found = letterhead.layout or usual_layouts().of(recipient, office.country)
    return cast("papers.content.Layout", found)


def letterhead_facts(letterhead: Letterhead, logo: bytes) -> papers.facts.LetterheadFacts:
    """The letterhead as letters bear it."""
    return papers.facts.LetterheadFacts(letterhead.lines, letterhead.footer, logo)
