"""
`python -m benchmarks.register_paper desk|fpdf2 VAULT FOLDER`: draws a vault's register once; prints seconds and MiB.

The parts of the key come on two lines of the input: deriving it from a passphrase would take more memory than drawing.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import in_fpdf2
from benchmarks.memory import most_memory
from benchmarks.vaults import CLOCK, Made
from dpo_desk.library.wording import wording
from dpo_desk.services.register_papers import RegisterPapers
from dpo_desk.services.register_selection import RegisterOrder
from dpo_desk.store.keys import Key


def main(way: str, vault: Path, folder: Path) -> None:
    seed, header = (bytes.fromhex(sys.stdin.readline()) for _ in range(2))
    opened = Made(vault, Key(seed, header)).open()
    try:
        papers = RegisterPapers(opened.work, CLOCK)
        order = RegisterOrder(language="en")
        if way == "desk":
            start = time.perf_counter()
            pdf = papers.preview(replace(papers.compose(order), draft=False)).pdf
        else:
            sheet = papers.compose(order)
            start = time.perf_counter()
            pdf = in_fpdf2.render(sheet, wording("en"))
        seconds = time.perf_counter() - start
        (folder / "register.pdf").write_bytes(pdf)
    finally:
        opened.close()
    print(seconds, most_memory())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
