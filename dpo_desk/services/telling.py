"""An error of ours in words: what happened, why, and what to do now."""

from __future__ import annotations

from dpo_desk.errors import DeskError, FieldError, PaperBlocked, RuleBroken
from dpo_desk.library.wording import Wording


def told(error: DeskError, words: Wording) -> str:
    """The sentences of the error, one line each."""
    if isinstance(error, FieldError):
        return f"{error.field}: {words(error.key, **error.params)}"
    if isinstance(error, RuleBroken):
        kind, why = type(error).__name__, words(error.key, **error.params)
        return "\n".join((words(f"errors.{kind}.what"), why, words(f"errors.{kind}.now")))
    parts = [words(f"{error.key}.{part}", **error.params) for part in ("what", "why", "now")]
    if isinstance(error, PaperBlocked):
        parts.insert(2, "\n".join(words(f"gaps.{gap.rule}", **gap.facts) for gap in error.gaps))
    return "\n".join(parts)
