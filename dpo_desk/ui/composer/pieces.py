"""The pieces of a letter as fields, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dpo_desk import paper as papers
from dpo_desk.library.wording import Wording
from dpo_desk.paper import Letter
from dpo_desk.ui import theme
from dpo_desk.ui.composer.edits import Fixed, Piece, edited, parts
from dpo_desk.ui.forms.group import Field
from dpo_desk.ui.widgets.basics import Button, IconLabel, Label
from dpo_desk.ui.widgets.editors import Editor, TextBlock, TextLine
from dpo_desk.ui.widgets.texts import breakable


class Pieces(QScrollArea):
    """The texts of one letter; ``changed`` is told when one was typed in."""

    changed = Signal()

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.letter: Letter | None = None
        self._editors: dict[str, Editor] = {}
        self._added: list[Editor] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words("ui.composer.pieces"))
        self.viewport().setAutoFillBackground(False)

    def show_letter(self, letter: Letter, typed: Mapping[str, str], added: Sequence[str]) -> None:
        """Show a letter with its texts as typed; fields that are there already keep the keyboard."""
        same = self.letter is not None and list(parts(self.letter)) == list(parts(letter))
        self.letter = letter
        if not same or len(added) != len(self._added):
            self._build(letter)
            for text in added:
                self._add_paragraph(text)
        for place, editor in self._editors.items():
            editor.set_value(typed.get(place, ""))
        for editor, text in zip(self._added, added, strict=True):
            editor.set_value(text)

    def typed(self) -> dict[str, str]:
        """What stands in the fields, by place."""
        return {place: str(editor.value()) for place, editor in self._editors.items()}

    def added(self) -> tuple[str, ...]:
        """The paragraphs that were added."""
        return tuple(str(editor.value()) for editor in self._added if str(editor.value()).strip())

    def edited(self) -> Letter:
        """The letter as it stands in the fields."""
        assert self.letter is not None  # noqa: S101 - a letter is shown before it is asked for
        return edited(self.letter, self.typed(), self.added())

    def focus_at(self, place: str) -> None:
        """Bring a text into view and the keyboard to it."""
        editor = self._editors.get(place) or next(iter(self._editors.values()), None)
        if editor is not None:
            editor.focus_at()
            self.ensureWidgetVisible(editor, 0, theme.TRIPLE * 2)

    def place_of(self, text: str) -> str:
        """The first text that holds this one; empty when none does."""
        return next((place for place, typed in self.typed().items() if text in typed), "")

    def emptied(self, codes: Sequence[str]) -> str:
        """The text that was emptied although it carried one of these contents."""
        letter, typed = self.letter, self.typed()
        for number, block in enumerate(letter.blocks if letter else ()):
            place = f"blocks.{number}"
            if (
                set(block.code.split() if block.code else ()) & set(codes)
                and not typed.get(place, "x").strip()
            ):
                return place
        return ""

    def _build(self, letter: Letter) -> None:
        page = QWidget()
        page.setAutoFillBackground(False)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, theme.DOUBLE, theme.DOUBLE)
        column.setSpacing(theme.STEP + theme.HALF)
        self._editors, self._added = {}, []
        said = 0
        ends = QVBoxLayout()
        ends.setSpacing(theme.STEP + theme.HALF)
        for part in parts(letter):
            if isinstance(part, Fixed):
                (ends if part.kind == "annex" else column).addWidget(self._fixed(part))
                continue
            if part.place == "closing":
                self._more = QVBoxLayout()
                self._more.setSpacing(theme.STEP + theme.HALF)
                column.addLayout(self._more)
                add = Button(self._words("ui.composer.add"), "plus", quiet=True)
                add.clicked.connect(self._add_new)
                column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
            said += part.place.startswith("blocks.")
            column.addWidget(self._field(letter, part, said))
        column.addLayout(ends)
        column.addStretch(1)
        self.setWidget(page)

    def _field(self, letter: Letter, part: Piece, number: int) -> QWidget:
        editor: Editor = TextLine() if part.shape == "line" else TextBlock(lines=2)
        label, name = self._called(letter, part, number)
        field = Field(label, editor)
        editor.set_name(name)
        if not label and isinstance(editor, TextLine):
            font = editor.line.font()
            font.setBold(True)
            editor.line.setFont(font)
        editor.changed.connect(self.changed)
        self._editors[part.place] = editor
        return field

    def _called(self, letter: Letter, part: Piece, number: int) -> tuple[str, str]:
        """The label above a text, and what a screen reader calls it."""
        words = self._words
        if not part.place.startswith("blocks."):
            label = words(f"ui.composer.piece.{part.place}")
            return label, label
        match letter.blocks[int(part.place.partition(".")[2])]:
            case papers.content.Heading():
                return "", words("ui.composer.piece.heading", n=number)
            case papers.content.Bullets():
                label = words("ui.composer.piece.bullets")
                return label, label
            case papers.content.Quote():
                label = words("ui.composer.piece.quote")
                return label, label
            case _:
                return "", words("ui.composer.piece.paragraph", n=number)

    def _fixed(self, part: Fixed) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.STEP)
        line.addWidget(
            IconLabel("table-2" if part.kind == "table" else "paperclip"), 0, Qt.AlignmentFlag.AlignTop
        )
        texts = QVBoxLayout()
        texts.setSpacing(0)
        title = part.title or self._words("ui.composer.fixed.table", count=part.rows)
        texts.addWidget(Label(breakable(title), wrap=True))
        texts.addWidget(Label(self._words("ui.composer.fixed.why"), size=0.9, muted=True, wrap=True))
        line.addLayout(texts, 1)
        return row

    def _add_new(self) -> None:
        self._add_paragraph("").focus_at()
        self.changed.emit()

    def _add_paragraph(self, text: str) -> Editor:
        editor = TextBlock(lines=2)
        editor.set_value(text)
        editor.set_name(self._words("ui.composer.piece.added", n=len(self._added) + 1))
        editor.changed.connect(self.changed)
        self._added.append(editor)
        self._more.addWidget(editor)
        return editor
