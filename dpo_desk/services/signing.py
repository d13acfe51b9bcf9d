"""Signing a finished paper in one of three ways, and telling what the signatures of a file are worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from dpo_desk import paper as papers
from dpo_desk.domain.organisation import TIME_ZONE
from dpo_desk.domain.signature import Confirmed, SignatureReport
from dpo_desk.errors import RuleBroken
from dpo_desk.library.wording import Wording
from dpo_desk.services.archive import fonts, words_of
from dpo_desk.services.ports import Clock, Signer, SigningKey, UnitOfWork, Work
from dpo_desk.services.today import officer_in


@dataclass(frozen=True, kw_only=True)
class InInk:
    """The paper is printed and signed by hand: room is left."""


@dataclass(frozen=True, kw_only=True)
class WithImage:
    """A picture of a signature is put on the paper."""

    image: Confirmed


@dataclass(frozen=True, kw_only=True)
class WithKey:
    """The paper is signed digitally; the picture of a signature may stand beside the words that say so."""

    key: SigningKey
    image: Confirmed | None = None
    reason: str = ""
    location: str = ""


SigningChoice: TypeAlias = InInk | WithImage | WithKey


class SigningService:
    """The verbs of signing. After ``apply`` nothing may touch the bytes: archive them as they are."""

    def __init__(self, work: Work, clock: Clock, signer: Signer) -> None:
        self._work, self._clock, self._signer = work, clock, signer

    def apply(
        self, unit: UnitOfWork, paper: papers.Rendered, choice: SigningChoice, language: str
    ) -> papers.Rendered:
        """
        The paper, signed as chosen.

        Args:
            unit: The unit of work in which the paper is finished.
            paper: The finished paper; ``signature`` says where its signature goes.
            choice: The way.
            language: That of the paper.

        Raises:
            KeyRefused: The key may not sign at this moment, or the paper is signed already.
            RuleBroken: ``no_room_for_signature``, ``signature_room_too_small``, ``signature_not_confirmed``.
            NotFound: The picture is gone.
        """
        if isinstance(choice, InInk):
            return paper
        words, now = words_of(language), self._now_in(unit)
        if isinstance(choice, WithImage):
            if paper.signature is None:
                raise RuleBroken("no_room_for_signature")
            return _marked(unit, paper, _png(unit, choice.image), (), words)
        png = _png(unit, choice.image) if choice.image else b""
        marked = _marked(unit, paper, png, _told(choice.key, now, words), words)
        pdf = self._signer.sign(
            marked.pdf,
            choice.key,
            page=paper.signature.page if paper.signature else 0,
            tip=words("signature.tip", name=choice.key.facts.subject),
            reason=choice.reason,
            location=choice.location,
            at=now,
        )
        return replace(marked, pdf=pdf)

    def verify(self, pdf: bytes) -> tuple[SignatureReport, ...]:
        """What each signature of any file shows; nothing when there is none. Raises ``PdfUnreadable``."""
        with self._work(read_only=True) as unit:
            known = {each.facts.fingerprint for each in unit.signing_keys.all()}
        return self._signer.verify(pdf, known)

    def _now_in(self, unit: UnitOfWork) -> datetime:
        organisation = unit.organisation.find()
        zone = ZoneInfo(organisation.time_zone if organisation else TIME_ZONE)
        return self._clock.now().astimezone(zone).replace(microsecond=0)


def _told(key: SigningKey, at: datetime, words: Wording) -> tuple[str, ...]:
    return (
        words("signature.signed_by", name=key.facts.subject),
        words("signature.signed_at", at=at, zone=f"UTC{at.isoformat()[-6:]}"),
    )


def _png(unit: UnitOfWork, agreed: object) -> bytes:
    """The picture the user agreed to; whoever forgot to ask is stopped, whatever the types say."""
    if not isinstance(agreed, Confirmed):
        raise RuleBroken("signature_not_confirmed")
    return unit.signatures.png(agreed.image)


def _marked(
    unit: UnitOfWork, paper: papers.Rendered, png: bytes, lines: tuple[str, ...], words: Wording
) -> papers.Rendered:
    """The paper with what is to be seen of the signature; as it is when it has no place for one."""
    if paper.signature is None:
        return paper
    alt = words("signature.alt", name=officer_in(unit)) if png else ""
    try:
        return papers.place_mark(
            paper, paper.signature, papers.Mark(picture=png, alt=alt, lines=lines), fonts()
        )
    except ValueError as error:
        raise RuleBroken("signature_room_too_small") from error
