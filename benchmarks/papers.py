"""A letter, many letters, and the whole register; against drawing the same content with another library."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

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
from reports import Words

ROOT = Path(__file__).parents[1]
AGAINST = "fpdf2: the same content, neither tagged nor PDF/A"


def rows(sample: Made, size: Size) -> Iterator[Row]:
    vault = sample.open()
    cases = CaseService(vault.work, CLOCK)
    service = PaperService(vault.work, CLOCK, CaseWork(vault.work, CLOCK))
    registers = RegisterPapers(vault.work, CLOCK)
    case = cases.ids(ListQuery())[0]

    def letter() -> Letter:
        return replace(service.compose(case, ACKNOWLEDGEMENT, "fr").letter, draft=False)

    def to(number: int, written: Letter | None = None) -> Letter:
        """The letter to somebody else each time, for what remembers the last one."""
        recipient = (f"Person {number}", "1 Test Street", "Town")
        return replace(written or told, recipient=recipient, case_code=f"R-2026-{number:04}")

    def register() -> Content:
        return replace(registers.compose(RegisterOrder(language="en")), draft=False)

    def draw(content: Content) -> Rendered:
        return service.preview(content)

    try:
        told, whole, numbers = letter(), register(), count()
        for against, other in _others():
            yield side_by_side(
                "an acknowledgement, composed and drawn",
                lambda: draw(to(next(numbers), letter())),
                lambda other=other: other(to(next(numbers)), wording(told.language)),  # type: ignore[misc]
                rounds=size.few,
                against=against,
            )
        yield side_by_side(
            "the register of 28 activities, composed and drawn",
            lambda: draw(register()),
            lambda: in_fpdf2.render(whole, wording(whole.language)),
            rounds=min(size.few, 3),
            against=AGAINST,
        )
    finally:
        vault.close()
    yield from _batch(size.letters)


def _others() -> Iterator[tuple[str, Callable[[Letter, Words], bytes]]]:
    """The libraries that are there to compare with; what is not installed is said."""
    yield AGAINST, in_fpdf2.render
    for name, module, against in (
        ("WeasyPrint", "in_weasyprint", "WeasyPrint: the same content, neither tagged nor PDF/A"),
        ("Typst", "in_typst", "Typst: the same content, tagged, no PDF/A"),
    ):
        try:
            yield against, importlib.import_module(f"benchmarks.{module}").render
        except (ImportError, OSError):  # OSError: the library is there, and Pango is not
            print(f"  … {name} is not installed, and not measured", file=sys.stderr)


def _batch(letters: int) -> Iterator[Row]:
    """Whether so many letters take as long, each, as a fifth of them, and no more memory."""
    part = max(1, letters // 5)
    (seconds, mebibytes), (all_seconds, all_mebibytes) = _drawn(part), _drawn(letters)
    what = f"{letters:,} letters to as many persons"
    linear = seconds * letters / part
    yield Row(what, all_seconds, linear, f"{part} of them, times {letters // part}: 1 is linear")
    yield Row(f"{what}, most memory", all_mebibytes, mebibytes, f"after {part} of them: 1 is flat", "MiB")


def _drawn(letters: int) -> tuple[float, float]:
    """Seconds of computing and MiB of a batch, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.letters_batch", str(letters)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, mebibytes = map(float, done.stdout.split())
    return seconds, mebibytes
