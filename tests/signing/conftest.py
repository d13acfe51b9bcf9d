"""A letter with room for a signature, and one that is signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.signing.pades import PadesSigner
from reports import LETTERS, Mark, Rendered, SignatureBox, place_mark
from tests.signing.certificates import AT, PASSPHRASE, Pair, a_pair
from tests.unit.reports.samples import PaperWords, a_case, draw, fonts

BOX = SignatureBox(0, 300.5, 172.0, 538.0, 220.0)
TIP = "Digital signature of Alix Déléguée"
MARK = Mark(lines=("Digitally signed by Alix Déléguée", "2 March 2026 at 13:00 (UTC+01:00)"))


@pytest.fixture(scope="session")
def plain() -> Rendered:
    """A letter as it is drawn."""
    kind = next(each for each in LETTERS if each.id == "acknowledgement")
    return replace(draw(kind.build(a_case(), PaperWords("en"))), signature=BOX)


@pytest.fixture(scope="session")
def letter(plain: Rendered) -> bytes:
    """The letter with what will be seen of its signature."""
    return place_mark(plain, BOX, MARK, fonts()).pdf


def signed(pdf: bytes, pair: Pair, **changes) -> bytes:
    """The file signed with the key of the pair."""
    signer = PadesSigner()
    given = {"page": 0, "tip": TIP, "reason": "Answer to a request", "location": "Paris", "at": AT, **changes}
    return signer.sign(pdf, signer.open_key(pair.p12(), PASSPHRASE), **given)


@pytest.fixture(scope="session")
def signed_letter(letter: bytes) -> bytes:
    """The letter, signed with a key that vouches for itself."""
    return signed(letter, a_pair())
