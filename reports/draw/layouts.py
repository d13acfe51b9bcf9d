"""
The layouts of letters, one record each: a new one is a record in ``LAYOUTS`` and its name in ``content.Layout``.

All measures are millimetres from the upper left corner, of the sheet or of the envelope with its flap at the top. A
folded sheet lies loosely in its envelope; an address that stands in ``shown`` is seen however it has slipped.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..content import Layout


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Envelope:
    """An envelope with its window; ``clear`` is the room the post asks for between address and edge of the window."""

    width: float
    height: float
    window: Box
    clear: float = 0.0


@dataclass(frozen=True)
class LetterLayout:
    """
    Where everything stands on the first sheet.

    Text begins at ``body``, closing and signature stand at ``signature`` from the left edge. The date has a place of
    its own, or follows the references.
    """

    id: Layout
    width: float
    height: float
    left: float
    right: float
    envelope: Envelope
    folds: tuple[float, float]
    head: Box
    address: Box
    references: Box
    body: float
    signature: float
    date: Box | None = None
    return_line: Box | None = None
    hole: float | None = None

    @property
    def text_width(self) -> float:
        """The width of running text."""
        return self.width - self.left - self.right

    @property
    def shown(self) -> Box:
        """The part of the sheet that the window shows wherever the folded sheet lies, with the room the post asks for."""
        envelope, window = self.envelope, self.envelope.window
        across, down = envelope.width - self.width, envelope.height - self.folds[0]
        clear = envelope.clear
        return Box(
            window.left + clear,
            window.top + clear,
            window.width - across - 2 * clear,
            window.height - down - 2 * clear,
        )


FR_RIGHT = LetterLayout(
    # Envelope DL, window 35 × 100 mm, 20 mm from the right and the lower edge, as French makers sell it. A mail house
    # of La Poste (edics.fr, "Rédiger vos adresses", read 2026-12-01) wants the address 55 mm from the top and 110 mm
    # from the left edge of the sheet. The sheet is folded in three equal parts.
    id="fr_right",
    width=210,
    height=297,
    left=22,
    right=20,
    envelope=Envelope(220, 110, Box(100, 55, 100, 35)),
    folds=(99, 198),
    head=Box(22, 12, 168, 33),
    references=Box(22, 50, 74, 40),
    address=Box(110, 55, 80, 24),
    date=Box(110, 83, 80, 6),
    body=93,
    signature=110,
)

DE_DIN5008_B = LetterLayout(
    # DIN 5008, form B: address field 45 mm from the top, 45 × 85 mm, text 25 mm from the left; of these the lower
    # 27.3 mm for the address and above them the zone of the return line; information block 50 mm from the top, 125 mm
    # from the left, 75 mm wide; text 8.46 mm below the field; folds 105 and 210 mm, hole 148.5 mm
    # (din-5008-richtlinien.de, "Anschriftenfeld"; toolkit of this project). DIN 680: envelope DL, window 45 × 90 mm,
    # 20 mm from the left and 15 mm from the lower edge (de.wikipedia.org, "DIN lang"). Both read 2026-12-01; the text
    # of the standards themselves was not.
    id="de_din5008_b",
    width=210,
    height=297,
    left=25,
    right=20,
    envelope=Envelope(220, 110, Box(20, 50, 90, 45)),
    folds=(105, 210),
    hole=148.5,
    head=Box(25, 12, 165, 31),
    return_line=Box(25, 57.7, 75, 4.4),
    address=Box(25, 62.7, 75, 27.3),
    references=Box(125, 50, 65, 40),
    body=98.5,
    signature=25,
)

UK_LEFT = LetterLayout(
    # Envelope DL, window 35 × 90 mm, 20 mm from the left and 18 mm from the lower edge, as British makers sell it;
    # Royal Mail wants a window no lower than that, and the address seen in it at all times ("Premier Customer Guide",
    # windows; read 2026-12-01). Some windows stand 20 mm from the lower edge: what is counted on is what both show.
    id="uk_left",
    width=210,
    height=297,
    left=25,
    right=20,
    envelope=Envelope(220, 110, Box(20, 57, 90, 33)),
    folds=(99, 198),
    head=Box(25, 12, 165, 34),
    address=Box(25, 57, 75, 22),
    references=Box(125, 57, 65, 32),
    body=94,
    signature=25,
)

US_LETTER = LetterLayout(
    # Envelope no. 10 (4 1/8 × 9 1/2 in), window 1 1/8 × 4 1/2 in, 7/8 in from the left and 1/2 in from the lower edge.
    # USPS Publication 25, 3-9 (about.usps.com, read 2026-12-01): every character is seen through the full range of
    # movement, with 1/8 in clear on each side. A sheet folded in three equal parts would slip by 11.7 mm and hide a
    # line; folded at 100 and 200 mm it fills the envelope.
    id="us_letter",
    width=215.9,
    height=279.4,
    left=25.4,
    right=25.4,
    envelope=Envelope(241.3, 104.8, Box(22.2, 63.5, 114.3, 28.6), clear=3.2),
    folds=(100, 200),
    head=Box(25.4, 12.7, 165.1, 38),
    address=Box(25.4, 66.7, 82.5, 17.4),
    references=Box(128, 57, 62.5, 32),
    body=96,
    signature=25.4,
)

LAYOUTS: tuple[LetterLayout, ...] = (FR_RIGHT, DE_DIN5008_B, UK_LEFT, US_LETTER)


def layout_of(name: Layout) -> LetterLayout:
    """The layout of this name."""
    return next(each for each in LAYOUTS if each.id == name)
