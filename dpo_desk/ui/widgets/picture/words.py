"""What a picture says, in words: the texts in each node, and the same picture as a list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from dpo_desk.domain.picture import Column, Line, Mark, Node, Picture
from dpo_desk.domain.record import RecordKind
from dpo_desk.domain.transfer_law import Verdict
from dpo_desk.library.wording import Wording
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.judgement import LOOK

ICONS = {
    Column.ORGANISATION: "building-2",
    Column.PEOPLE: "users",
    Column.DATA: "database",
    Column.RECIPIENTS: "building-2",
    Column.COUNTRIES: "globe",
}
_UNBROKEN = "\u00a0"
_DOUBTFUL = {Mark.UNKNOWN, Mark.UNNAMED, Mark.PROPOSED, Mark.ONLY_TRANSFER}
_INSTEAD = {Mark.UNKNOWN, Mark.NONE, Mark.MORE}  # these stand where a name would


@dataclass(frozen=True, kw_only=True)
class Said:
    """One paragraph of a node."""

    text: str
    tone: Tone | None = None
    icon: str = ""
    title: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """A node in words, and what it looks like."""

    key: str
    column: Column
    said: tuple[Said, ...]
    icon: str
    within: str = ""
    doubtful: bool = False  # something about it is not settled
    record: tuple[RecordKind, str] | None = None

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        return " · ".join(each.text for each in self.said)


class Teller:
    """Puts a picture into words."""

    def __init__(self, words: Wording, picture: Picture) -> None:
        self._words, self._picture = words, picture
        self._leaving: dict[str, list[Line]] = {}
        for line in picture.lines:
            self._leaving.setdefault(line.start, []).append(line)

    def nodes(self) -> tuple[Told, ...]:
        """Every node, in the picture's order."""
        return tuple(self._told(node) for node in self._picture.nodes)

    def title(self, column: Column) -> str:
        """What stands above a column."""
        return self._words(f"ui.picture.column.{column}")

    def listed(self) -> list[tuple[str, Told | None]]:
        """The picture as lines of a list: headings, and below each its nodes, in reading order."""
        found: list[tuple[str, Told | None]] = []
        for column, told in groupby(self.nodes(), key=lambda each: each.column):
            found.append((self.title(column), None))
            found.extend((each.sentence, each) for each in told)
        return found

    def _told(self, node: Node) -> Told:
        said = [Said(text=self._name(node), title=True)]
        if node.role:
            said.append(Said(text=self._words(f"register.recipient.{node.role}")))
        said += [self._mark(mark) for mark in node.marks if mark not in _INSTEAD]
        if node.verdict is not None and node.column is not Column.RECIPIENTS:
            said.append(self._verdict(node.verdict))
        if node.counts and Mark.MORE not in node.marks:
            said.append(Said(text=self._counts(node)))
        if node.column is Column.RECIPIENTS:
            said += [self._there(line) for line in self._leaving.get(node.key, ())]
            said += [self._verdict(node.verdict)] if node.verdict is not None else []
        return Told(
            key=node.key,
            column=node.column,
            said=tuple(said),
            icon="user" if node.within else ICONS[node.column],
            within=node.within,
            doubtful=not _DOUBTFUL.isdisjoint(node.marks),
            record=node.record,
        )

    def _name(self, node: Node) -> str:
        if Mark.MORE in node.marks:
            return self._words("ui.picture.more", count=node.counts["recipients"])
        if Mark.UNKNOWN in node.marks or Mark.NONE in node.marks:
            state = Mark.UNKNOWN if Mark.UNKNOWN in node.marks else Mark.NONE
            return self._words(f"ui.picture.{state}.{node.column}")
        return self._country(node.text) if node.column is Column.COUNTRIES else node.text

    def _country(self, code: str) -> str:
        organisation = f"law.chapter_v.organisation.{code}"
        return self._words(organisation) if self._words.has(organisation) else self._words.country(code)

    def _mark(self, mark: Mark) -> Said:
        text = self._words(f"ui.picture.mark.{mark}")
        looks = {
            Mark.PROPOSED: (Tone.ACCENT, "pencil"),
            Mark.SPECIAL: (Tone.WARNING, "triangle-alert"),
            Mark.CRIMINAL: (Tone.WARNING, "triangle-alert"),
            Mark.UNRECORDED: (Tone.DANGER, "circle-alert"),
        }
        tone, icon = looks.get(mark, (Tone.WARNING, "circle-question-mark"))
        return Said(text=text, tone=tone, icon=icon)

    def _verdict(self, verdict: Verdict) -> Said:
        tone, icon = LOOK[verdict]
        return Said(text=self._words(f"law.chapter_v.verdict.{verdict}"), tone=tone, icon=icon)

    def _there(self, line: Line) -> Said:
        """Where a recipient is, and what Chapter V says to that."""
        code = line.end.removeprefix("country:")
        if code == "?":
            unknown = self._words("ui.picture.to_unknown")
            said = self._verdict(line.verdict) if line.verdict else Said(text=unknown, tone=Tone.WARNING)
            text = unknown if line.verdict is None else self._to(unknown, said.text)
            return Said(text=text, tone=said.tone, icon=said.icon or "circle-question-mark")
        if line.verdict is None:
            said = self._mark(Mark.UNRECORDED) if line.unrecorded else Said(text="")
        else:
            said = self._verdict(line.verdict)
        return Said(text=self._to(self._country(code), said.text), tone=said.tone, icon=said.icon)

    def _to(self, place: str, verdict: str) -> str:
        return self._words("ui.picture.to", place=place, verdict=verdict) if verdict else place

    def _counts(self, node: Node) -> str:
        counts = [
            self._words(f"ui.picture.count.{name}", count=count)
            for name, count in node.counts.items()
            if count
        ]
        return " · ".join(count.replace(" ", _UNBROKEN) for count in counts)
