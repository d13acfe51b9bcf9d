"""Pictures of signatures: drawn or scanned, made sane, kept encrypted in the vault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from dpo_desk.domain.ids import SignatureId, new_id
from dpo_desk.domain.signature import SignatureImage, SignatureKind
from dpo_desk.services.chosen_files import read_chosen
from dpo_desk.services.parsing import required
from dpo_desk.services.ports import Clock, Picture, Work

LARGEST_SCAN = 20  # megabytes


class SignatureService:
    """
    The verbs of signatures' pictures. Putting one on a letter is not among them: ``SigningService`` does that, and
    wants to be told that the user agreed.
    """

    def __init__(self, work: Work, clock: Clock, sane: Callable[[bytes], Picture]) -> None:
        self._work, self._clock, self._sane = work, clock, sane

    def images(self) -> tuple[SignatureImage, ...]:
        """What is known of each picture, by name."""
        with self._work(read_only=True) as unit:
            return unit.signatures.all()

    def png(self, image: SignatureId) -> bytes:
        """The picture. Raises ``NotFound``; ``VaultDamaged`` when it is no longer what was kept."""
        with self._work(read_only=True) as unit:
            return unit.signatures.png(image)

    def add_drawn(self, name: str, untrusted_png: bytes) -> SignatureImage:
        """
        The signature drawn on the screen, kept.

        Raises:
            FieldError: ``name`` is empty or too long.
            PictureRefused: There is no line in it.
        """
        return self._add(name, SignatureKind.DRAWN, untrusted_png)

    def add_scanned(self, name: str, path: Path) -> SignatureImage:
        """
        The signature out of a scan or a photograph (PNG, JPEG), cut to size and freed of its paper, kept.

        Raises:
            FieldError: ``name`` is empty or too long.
            TextUnreadable: The file cannot be opened.
            FileTooLarge: It has more than ``LARGEST_SCAN`` megabytes.
            PictureRefused: It is no picture, has too many points, or is blank.
        """
        return self._add(name, SignatureKind.SCANNED, read_chosen(path, LARGEST_SCAN))

    def delete(self, image: SignatureId) -> None:
        """Takes the picture out of the vault for good; letters that bear it stay as they are. Raises ``NotFound``."""
        with self._work() as unit:
            unit.signatures.delete(image)
            unit.commit()

    def _add(self, name: str, kind: SignatureKind, untrusted: bytes) -> SignatureImage:
        called = required(name, "name")
        picture = self._sane(untrusted)
        image = SignatureImage(
            id=SignatureId(new_id()),
            name=called,
            kind=kind,
            made_at=self._clock.now(),
            width=picture.width,
            height=picture.height,
            sha256=hashlib.sha256(picture.png).hexdigest(),
        )
        with self._work() as unit:
            unit.signatures.add(image, picture.png)
            unit.commit()
        return image
