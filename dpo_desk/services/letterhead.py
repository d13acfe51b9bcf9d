"""The letterhead: what the organisation put at the head and the foot of its letters, its logo, and its paper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from dpo_desk import paper as papers
from dpo_desk.domain.letterhead import Letterhead
from dpo_desk.errors import LogoRefused, RuleBroken
from dpo_desk.services import parsing
from dpo_desk.services.archive import draw, words_of
from dpo_desk.services.chosen_files import read_chosen
from dpo_desk.services.facts import organisation_facts
from dpo_desk.services.layouts import layout_for, layouts, letterhead_facts
from dpo_desk.services.ports import Clock, Work
from dpo_desk.services.today import today_in

LARGEST_LOGO = 20
"""Megabytes of a file a logo is taken from; what is kept of it is small."""

MOST_LINES = 8  # so many stand beside a logo
MOST_FOOTER_LINES = 5


@dataclass(frozen=True, kw_only=True)
class LetterheadDraft:
    """The letterhead as typed; one line of the text is one on paper."""

    lines: str = ""
    footer: str = ""
    layout: str = ""


class LetterheadService:
    """The verbs of the letterhead."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work, self._clock = work, clock

    def draft(self) -> LetterheadDraft:
        """The letterhead as a form holds it."""
        with self._work(read_only=True) as unit:
            kept = unit.letterhead.get()
        return LetterheadDraft(lines="\n".join(kept.lines), footer="\n".join(kept.footer), layout=kept.layout)

    def logo(self) -> bytes:
        """The logo as it is drawn (PNG or JPEG), or nothing. Raises ``VaultDamaged``."""
        with self._work(read_only=True) as unit:
            return unit.letterhead.logo()

    def save(self, draft: LetterheadDraft) -> Letterhead:
        """
        The letterhead as saved; letters written before stay as they are.

        Raises:
            DraftError: Every field that cannot be accepted.
        """
        with self._work() as unit:
            stored = unit.letterhead.save(_parse(draft, unit.letterhead.get()), unit.letterhead.logo())
            unit.commit()
        return stored

    def keep_logo(self, path: Path) -> None:
        """
        Keeps the picture of a file as the logo: upright, in screen colours, on white, freed of all else it told.

        Raises:
            TextUnreadable: The file cannot be opened.
            FileTooLarge: It has more than ``LARGEST_LOGO`` megabytes.
            LogoRefused: It is no picture, has too many points, moves, or cannot be seen on paper.
        """
        try:
            logo = papers.sound_logo(read_chosen(path, LARGEST_LOGO))
        except papers.NoLogo as error:
            raise LogoRefused(f"logo_{error.reason}") from error
        self._put(logo)

    def drop_logo(self) -> None:
        """Takes the logo out of the letterhead, and of the vault."""
        self._put(b"")

    def specimen(self, draft: LetterheadDraft, language: str) -> papers.Rendered:
        """
        A page as a letter with this letterhead would look, to nobody.

        Raises:
            DraftError: Every field that cannot be accepted.
            RuleBroken: ``no_organisation``, ``no_such_language``.
        """
        words = words_of(language)
        with self._work(read_only=True) as unit:
            letterhead, logo = _parse(draft, unit.letterhead.get()), unit.letterhead.logo()
            organisation, today = unit.organisation.find(), today_in(unit, self._clock)
        if organisation is None:
            raise RuleBroken("no_organisation")
        sender = replace(
            organisation_facts(organisation, words), letterhead=letterhead_facts(letterhead, logo)
        )
        layout = layout_for(letterhead, "", organisation)
        return draw(papers.specimen(sender, words, layout, today), today)

    def _put(self, logo: bytes) -> None:
        with self._work() as unit:
            sha256 = hashlib.sha256(logo).hexdigest() if logo else ""
            unit.letterhead.save(replace(unit.letterhead.get(), logo=sha256), logo)
            unit.commit()


def _parse(draft: LetterheadDraft, old: Letterhead) -> Letterhead:
    with parsing.fields() as found:
        if draft.layout and draft.layout not in layouts():
            found.refuse("layout", "unknown_choice")
        read = replace(
            old,
            lines=_lines(draft.lines, "lines", MOST_LINES, found),
            footer=_lines(draft.footer, "footer", MOST_FOOTER_LINES, found),
            layout=draft.layout,
        )
    return read


def _lines(untrusted: str, field: str, most: int, found: parsing.Fields) -> tuple[str, ...]:
    none: tuple[str, ...] = ()
    lines = found.parse(parsing.lines, untrusted, field, none)
    if len(lines) > most:
        found.refuse(field, "too_many_here", limit=most)
    return lines
