"""What every paper goes through: drawn with the bundled fonts, archived once under a number of its kind."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

from dpo_desk import paper as papers
from dpo_desk.domain.ids import CaseId, PaperId, PersonId, new_id
from dpo_desk.domain.paper import Paper, PaperKind
from dpo_desk.errors import RuleBroken
from dpo_desk.library.files import read_bytes
from dpo_desk.library.wording import Wording, languages, wording
from dpo_desk.services.ports import Clock, UnitOfWork
from dpo_desk.services.today import today_in


def words_of(language: str) -> Wording:
    """The words of a paper. Raises ``RuleBroken`` ``no_such_language``."""
    if language not in languages():
        raise RuleBroken("no_such_language")
    return wording(language)


@cache
def fonts() -> papers.Fonts:
    """The bundled faces every paper is drawn with."""
    return papers.Fonts(
        regular=read_bytes("fonts/NotoSans-Regular.ttf"),
        bold=read_bytes("fonts/NotoSans-Bold.ttf"),
        italic=read_bytes("fonts/NotoSans-Italic.ttf"),
        bold_italic=read_bytes("fonts/NotoSans-BoldItalic.ttf"),
        symbols=read_bytes("fonts/DejaVuSans.ttf"),
    )


def draw(content: papers.Content, made_on: date) -> papers.Rendered:
    """The pages, and the characters no font has."""
    return papers.render(content, fonts(), words_of(content.language), made_on)


def archive(
    unit: UnitOfWork,
    clock: Clock,
    rendered: papers.Rendered,
    content: papers.Content,
    *,
    case: CaseId | None = None,
    person: PersonId | None = None,
) -> Paper:
    """
    The paper under its number, its bytes in the vault; part of the unit of work.

    Raises:
        RuleBroken: ``missing_glyphs`` names characters no font has.
    """
    if rendered.missing:
        raise RuleBroken("missing_glyphs", characters=" ".join(rendered.missing))
    kind = PaperKind.LETTER if isinstance(content, papers.Letter) else PaperKind.REGISTER
    paper = Paper(
        id=PaperId(new_id()),
        number=unit.papers.next_number(kind, today_in(unit, clock).year),
        kind=kind,
        template=content.kind,
        language=content.language,
        title=words_of(content.language)(f"papers.title.{content.kind}"),
        made_at=clock.now(),
        sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        size=len(rendered.pdf),
        pages=rendered.pages,
        case=case,
        person=person,
    )
    unit.papers.add(paper, rendered.pdf)
    return paper
