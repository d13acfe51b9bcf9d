"""
`python -m benchmarks.letters_batch COUNT`: draws so many letters, each to somebody else; prints seconds of computing and MiB.

The first letter, which loads the fonts, is drawn before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from benchmarks.memory import most_memory
from dpo_desk.library.wording import wording
from dpo_desk.paper import Letter, content, render
from dpo_desk.services.archive import fonts
from dpo_desk.services.clock import SystemClock

_TEXT = (
    "We are writing to tell you of a breach of the security of your personal data, and of what you can do about it. "
    "This paragraph is as long as one of such a letter usually is, and it stands in it several times. "
)


def letters(count: int) -> Iterator[Letter]:
    """The letters, none of which is kept."""
    text = tuple(content.Paragraph(_TEXT * 2, code="C01") for _ in range(5))
    blocks: tuple[content.Block, ...] = (content.Heading("What happened"), *text)
    entry = content.Entry("Our reference", (content.Text("R"),))
    for number in range(count):
        yield Letter(
            kind="acknowledgement",
            language="en",
            title=f"Letter {number}",
            sender=content.Sender("Example Ltd", ("1 Test Street", "London"), ("Registered", "DPO")),
            recipient=(f"Person {number}", f"{number} Long Street", f"{number:05} Town"),
            place_date="London, 3 March 2027",
            references=(entry,),
            subject="your personal data",
            salutation=f"Dear person {number},",
            blocks=blocks,
            closing="Yours sincerely,",
            signature=content.Signature("The officer"),
            case_code=f"B-2027-{number:04}",
        )


def main(count: int) -> None:
    words, today = wording("en"), SystemClock().today()
    for letter in letters(1):
        render(letter, fonts(), words, today)
    start = time.process_time()
    for letter in letters(count):
        render(letter, fonts(), words, today)
    print(time.process_time() - start, most_memory())


if __name__ == "__main__":
    main(int(sys.argv[1]))
