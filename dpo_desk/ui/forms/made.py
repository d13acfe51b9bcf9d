"""
Editors made from the shape of a record: a form names the fields, their types say how they are typed.

The labels stand in ``fields.toml``, a table for each class and a key for each field; a field has a line of help when
``ui.<page>.help`` has one for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dpo_desk.domain.facts import Known as Settled
from dpo_desk.domain.record import Evidence, RecordKind
from dpo_desk.library.wording import Wording
from dpo_desk.services.changes import WORDS
from dpo_desk.services.shapes import Chosen, Day, Flag, Known, Link, Many, Parts, Shape, Text, shape_of
from dpo_desk.ui.forms.group import Field, Group
from dpo_desk.ui.forms.parts import CountriesField, RecordChoice, Records, quotations
from dpo_desk.ui.forms.record import RecordForm, Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, CountryChoice, Editor, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.known_field import KnownField
from dpo_desk.ui.widgets.list_field import ListField

Special = Callable[[], Editor]
Layout = Callable[["Maker", Group, str], None]
"""Puts the fields of a part of a record, which stands at this place, into a group."""


class Maker:
    """
    Makes the editors of one form.

    ``special`` makes the editor of a place (``purposes.text``) or of a class instead of what the shape would give,
    ``layouts`` puts the fields of a class into a group, ``blanks`` is what a new entry of a class begins with.
    """

    def __init__(
        self,
        words: Wording,
        page: str,
        *,
        records: Mapping[RecordKind, Records] | None = None,
        special: Mapping[str | type[Any], Special] | None = None,
        layouts: Mapping[type[Any], Layout] | None = None,
        blanks: Mapping[type[Any], Mapping[str, object]] | None = None,
    ) -> None:
        """``page`` is the file of the lines of help."""
        self.words, self._page = words, page
        self._records, self._special = dict(records or {}), dict(special or {})
        self._layouts, self._blanks = dict(layouts or {}), dict(blanks or {})

    def label(self, owner: type[Any], name: str) -> str:
        """What the field is called."""
        return self.words(f"fields.{snake(owner)}.{name}")

    def help(self, place: str) -> str:
        """The line below the field, when there is one."""
        key = f"ui.{self._page}.help.{place.replace('.', '_')}"
        return self.words(key) if self.words.has(key) else ""

    def field(self, group: Group, owner: type[Any], name: str, *, within: str = "") -> Field:
        """A field of ``owner``, bound in the group; ``within`` is the place of the part it belongs to."""
        place, shape = f"{within}.{name}".strip("."), shape_of(owner).fields[name]
        label = self.label(owner, name)
        editor = self._special[place]() if place in self._special else self._make(shape, place, label)
        needed = isinstance(shape, Text) and shape.kind in {"name", "required_prose"}
        said = "" if isinstance(editor, Tick) else label  # a tick says its own words
        return group.make(name, editor, said, help_text=self.help(place), required=needed)

    def put(self, group: Group, owner: type[Any], *names: str, within: str = "") -> None:
        """Put these fields into the group, one below the other."""
        for name in names:
            group.column.addWidget(self.field(group, owner, name, within=within))

    def row(self, group: Group, owner: type[Any], *names: tuple[str, int], within: str = "") -> None:
        """Put these fields side by side, each with its share of the width."""
        fields = [(self.field(group, owner, name, within=within), share) for name, share in names]
        group.add_row(*fields)

    def _make(self, shape: Shape, place: str, label: str) -> Editor:
        match shape:
            case Known(value=inner):
                return KnownField(self.words, self._make(inner, place, label))
            case Many(each=each):
                return self._several(each, place, label)
            case Parts():
                return self._group(shape, place)
            case Text(kind=kind):
                return self._text(kind)
            case Flag():
                return Tick(label)
            case Day():
                return DayField(self.words)
            case Chosen(choices=choices):
                words = WORDS[choices]
                return Choice([(each.value, self.words(f"{words}.{each}")) for each in choices])
            case Link(to=kind):
                return RecordChoice(self._records[kind], self.words("ui.records.no_record"))
        return TextLine()

    def _text(self, kind: str) -> Editor:
        if kind == "country":
            return CountryChoice(self.words)
        return TextBlock(lines=1) if kind in {"prose", "required_prose"} else TextLine()

    def _several(self, each: Shape, place: str, label: str) -> Editor:
        if isinstance(each, Text):
            return CountriesField(self.words) if each.kind == "country" else TextBlock(lines=1)
        if isinstance(each, Parts) and each.type is Evidence:
            return quotations(self.words)
        named = (
            snake(each.type) if isinstance(each, Parts) else each.to.value if isinstance(each, Link) else ""
        )
        heading = self.words(f"ui.records.entry.{named}") if isinstance(each, Parts) else ""
        blank = dict(self._blanks.get(each.type, {})) if isinstance(each, Parts) else ""
        add = self.words(f"ui.records.add.{named}")
        return ListField(self.words, lambda: self._make(each, place, label), add, blank, heading=heading)

    def _group(self, parts: Parts, place: str) -> Editor:
        if parts.type in self._special:
            return self._special[parts.type]()
        group, layout = Group(self.words), self._layouts.get(parts.type)
        if layout is not None:
            layout(self, group, place)
        else:
            self.put(group, parts.type, *parts.fields, within=place)
        return group


class MadeForm(RecordForm):
    """A form over one record whose fields a ``Maker`` makes."""

    def __init__(self, desk: Desk, kind: RecordKind, save: Save, owner: type[Any], maker: Maker) -> None:
        """``owner`` is the class of the record."""
        super().__init__(desk, kind.value, save)
        self.maker, self._owner = maker, owner

    @property
    def names(self) -> frozenset[str]:
        """The fields the record has."""
        return frozenset(shape_of(self._owner).fields)

    def put(self, *names: str) -> None:
        """Put these fields one below the other."""
        self.maker.put(self.fields, self._owner, *names)

    def row(self, *names: tuple[str, int]) -> None:
        """Put these fields side by side, each with its share of the width."""
        self.maker.row(self.fields, self._owner, *names)

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        return self.fields.fields[name].editor


def answered(group: Group, name: str, *values: str) -> bool:
    """Whether a fact of the group has a value, proposed or given; with ``values``, whether it is one of them."""
    fact = group.fields[name].editor
    if not isinstance(fact, KnownField) or fact.known not in {Settled.PROPOSED, Settled.GIVEN}:
        return False
    return not values or fact.inner.value() in values


def snake(owner: type[Any]) -> str:
    """The name of a class as a table of ``fields.toml``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", owner.__name__).lower()
