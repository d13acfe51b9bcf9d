"""The user's filters, kept inside the vault beside the drafts: their names and texts may speak of persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dpo_desk.ui.shell import Desk
from dpo_desk.ui.widgets.filters import Filter


class VaultFilters:
    """The filters of one list."""

    def __init__(self, desk: Desk, name: str) -> None:
        """``name`` is the page's id."""
        self._desk, self._key = desk, f"filters/{name}"
        self._read: tuple[Filter, ...] | None = None

    def filters(self) -> tuple[Filter, ...]:
        """The user's filters, by name."""
        if self._read is None:
            kept = self._desk.drafts.load(self._key) or {}
            entries = kept.get("filters")
            found = (_filter(each) for each in entries) if isinstance(entries, list) else ()
            self._read = tuple(each for each in found if each is not None)
        return self._read

    def keep(self, kept: Filter) -> None:
        """Keep this one, in place of one of the same name."""
        self._put([*(each for each in self.filters() if each.name != kept.name), kept])

    def rename(self, name: str, new: str) -> None:
        """Call one differently; one that has the new name already goes."""
        for each in self.filters():
            if each.name == name != new:
                others = [other for other in self.filters() if other.name not in (name, new)]
                self._put([*others, Filter(**{**vars(each), "name": new})])

    def drop(self, name: str) -> None:
        """Forget one; the status line offers to take it back."""
        before = self.filters()
        self._put([each for each in before if each.name != name])
        self._desk.messages.note(
            self._desk.words("ui.lists.filter_dropped", name=name), undo=lambda: self._put(before)
        )

    def _put(self, filters: Sequence[Filter]) -> None:
        self._read = tuple(sorted(filters, key=lambda each: each.name.casefold()))
        values = {"filters": [_values(each) for each in self._read]}
        drafts, key, empty = self._desk.drafts, self._key, not self._read
        self._desk.lane.run(
            lambda: drafts.drop(key) if empty else drafts.save(key, values),
            success=lambda _none: None,
            parent=self._desk.news,
        )


def _values(kept: Filter) -> dict[str, object]:
    return {
        "name": kept.name,
        "text": kept.text,
        "chips": sorted(kept.chips),
        "sort": kept.sort,
        "descending": kept.descending,
    }


def _filter(values: object) -> Filter | None:
    """What an older version kept may look odd; nothing here raises."""
    if not isinstance(values, Mapping) or not isinstance(values.get("name"), str):
        return None
    chips, sort = values.get("chips"), values.get("sort")
    return Filter(
        name=values["name"],
        text=str(values.get("text") or ""),
        chips=frozenset(map(str, chips)) if isinstance(chips, list | tuple) else frozenset(),
        sort=sort if isinstance(sort, str) else "",
        descending=bool(values.get("descending")),
    )
