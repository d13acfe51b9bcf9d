"""A letter and the whole register, composed and drawn; against drawing the same content with another library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks import in_fpdf2
from benchmarks.measure import Row, Size, side_by_side
from benchmarks.vaults import CLOCK, Made
from dpo_desk.library.wording import wording
from dpo_desk.paper import Content, Letter, Rendered
from dpo_desk.services.case_work import CaseWork
from dpo_desk.services.cases import CaseService
from dpo_desk.services.letters import ACKNOWLEDGEMENT, PaperService
from dpo_desk.services.ports import ListQuery
from dpo_desk.services.register_papers import RegisterPapers
from dpo_desk.services.register_selection import RegisterOrder

AGAINST = "fpdf2: the same content, neither tagged nor PDF/A"


def rows(sample: Made, size: Size) -> Iterator[Row]:
    vault = sample.open()
    cases = CaseService(vault.work, CLOCK)
    service = PaperService(vault.work, CLOCK, CaseWork(vault.work, CLOCK))
    registers = RegisterPapers(vault.work, CLOCK)
    case = cases.ids(ListQuery())[0]

    def letter() -> Letter:
        return replace(service.compose(case, ACKNOWLEDGEMENT, "fr").letter, draft=False)

    def register() -> Content:
        return replace(registers.compose(RegisterOrder(language="en")), draft=False)

    def draw(content: Content) -> Rendered:
        return service.preview(content)

    def in_other(content: Content) -> bytes:
        return in_fpdf2.render(content, wording(content.language))

    try:
        told, whole = letter(), register()
        yield side_by_side(
            "an acknowledgement, composed and drawn",
            lambda: draw(letter()),
            lambda: in_other(told),
            rounds=size.few,
            against=AGAINST,
        )
        yield side_by_side(
            "the register of 28 activities, composed and drawn",
            lambda: draw(register()),
            lambda: in_other(whole),
            rounds=min(size.few, 3),
            against=AGAINST,
        )
    finally:
        vault.close()
