"""What a certificate says, in words, and whether its key may sign today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dpo_desk.domain.signature import KeyFacts
from dpo_desk.library.wording import Wording
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, Label
from dpo_desk.ui.widgets.feedback import Facts

_GROUP = 8


def fact_pairs(words: Wording, facts: KeyFacts) -> Sequence[tuple[str, str]]:
    """The facts as name and value."""
    issuer = words("ui.signing.key.own") if facts.self_signed else facts.issuer
    validity = words(
        "ui.signing.key.from_to", valid_from=facts.valid_from.date(), valid_to=facts.valid_to.date()
    )
    return (
        (words("ui.signing.key.subject"), facts.subject),
        (words("ui.signing.key.issuer"), issuer),
        (words("ui.signing.key.validity"), validity),
        (words("ui.signing.key.algorithm"), facts.algorithm),
        (words("ui.signing.key.serial"), grouped(facts.serial)),
    )


def trouble_told(words: Wording, facts: KeyFacts, at: datetime) -> str:
    """Why the key may not sign at this moment, in a sentence; empty when it may."""
    rule = facts.trouble(at)
    if not rule:
        return ""
    given = {"valid_from": facts.valid_from.date(), "valid_to": facts.valid_to.date()}
    return words(f"errors.rule.{rule}", **given)


def grouped(digits: str) -> str:
    """In groups, so that it can go over two lines."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


class KeyCard(Card):
    """A key that was opened: the facts, whether it may sign, and what its signature is worth."""

    def __init__(self, words: Wording) -> None:
        super().__init__(tone=Tone.NEUTRAL)
        self._words = words
        self.facts = Facts()
        self.verdict, self.worth = Label(bold=True, wrap=True), Label(muted=True, wrap=True)
        for part in (self.verdict, self.facts, self.worth):
            self.body.addWidget(part)

    def show_key(self, facts: KeyFacts, at: datetime) -> None:
        """Show this one, as it is to be judged at this moment."""
        words = self._words
        trouble = trouble_told(words, facts, at)
        self.verdict.setText(trouble or words("ui.signing.key.usable"))
        self.verdict.set_tone(Tone.DANGER if trouble else Tone.GOOD)
        self.facts.show_facts(fact_pairs(words, facts))
        self.worth.setText(words("ui.signing.key.own_worth" if facts.self_signed else "ui.signing.key.worth"))
        self.setAccessibleName(self.verdict.text())
