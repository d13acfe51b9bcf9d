"""An organisation that gets personal data: what it is, what it does, where, and under which contract (GDPR Art. 28)."""

from __future__ import annotations

from collections.abc import Mapping

from dpo_desk.domain.processor import ContractStatus, ProcessorRole
from dpo_desk.library.wording import Wording
from dpo_desk.services.draft_values import draft_from, values_of
from dpo_desk.services.drafts import ProcessorDraft
from dpo_desk.ui import theme
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.parts import CountriesField, fact_block, fact_line, quotations
from dpo_desk.ui.forms.record import RecordForm, Save
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.basics import Card, Label
from dpo_desk.ui.widgets.day_field import DayField
from dpo_desk.ui.widgets.editors import Choice, TextBlock, TextLine, Tick
from dpo_desk.ui.widgets.known_field import KnownField

_CONTRACT = ("status", "signed_on", "expires_on", "reference")  # in a draft: contract_status and so on


def shown(draft: ProcessorDraft) -> dict[str, object]:
    """The draft as the fields of the form hold it."""
    values = values_of(draft)
    parts = {part: values.pop(f"contract_{part}") for part in _CONTRACT}
    values["contract"] = {"known": values.pop("contract_known"), **parts}
    return values


def typed(values: Mapping[str, object]) -> ProcessorDraft:
    """The draft that is typed in the form."""
    flat = dict(values)
    contract = flat.pop("contract")
    if isinstance(contract, Mapping):
        flat.update({f"contract_{part}": value for part, value in contract.items()})
    return draft_from(ProcessorDraft, flat)


class ProcessorForm(RecordForm):
    """The sheet of one organisation."""

    def __init__(self, desk: Desk, save: Save) -> None:
        aliases = {f"contract_{part}": f"contract.{part}" for part in _CONTRACT}
        super().__init__(desk, "processor", save, {**aliases, "contract_known": "contract"})
        self._identity()
        self._role()
        self._data()
        self._contract()
        self._how_known()

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.processors.{key}")

    def _fact(self, name: str, editor: KnownField, *, helped: bool = False) -> None:
        self.add(
            name, editor, self._say(f"{name}.label"), help_text=self._say(f"{name}.help") if helped else ""
        )

    def _identity(self) -> None:
        words = self.desk.words
        self.section(self._say("section.identity"))
        self.add("name", TextLine(), self._say("name.label"), required=True)
        self.add("named", Tick(self._say("named")), "")
        self._fact("legal_name", fact_line(words))
        self._fact("address", fact_block(words))
        self._fact("contact", fact_block(words), helped=True)

    def _role(self) -> None:
        words = self.desk.words
        self.section(self._say("section.role"))
        test = Card(self._say("test.title"), tone=Tone.ACCENT)
        test.body.setSpacing(theme.HALF)
        for line in ("controller", "joint", "processor", "mixed"):
            test.body.addWidget(Label(self._say(f"test.{line}"), wrap=True))
        self.add_widget(test)
        roles = [(role.value, words(f"register.role.{role}")) for role in ProcessorRole]
        self._fact("role", KnownField(words, Choice(roles)))

    def _data(self) -> None:
        words = self.desk.words
        self.section(self._say("section.data"))
        self.add("service", TextBlock(lines=2), self._say("service.label"))
        self._fact("data", fact_block(words))
        self._fact("countries", KnownField(words, CountriesField(words)), helped=True)

    def _contract(self) -> None:
        words = self.desk.words
        self.section(self._say("section.contract"))
        self._fact("contract", KnownField(words, _contract(words)), helped=True)
        self._fact("safeguards", fact_block(words), helped=True)

    def _how_known(self) -> None:
        words = self.desk.words
        self.section(self._say("section.review"))
        self.add("to_clarify", TextBlock(), self._say("to_clarify.label"))
        self.add("review_on", DayField(words), self._say("review_on.label"))
        self.section(self._say("section.evidence"))
        self.add("evidence", quotations(words), self._say("evidence.label"))


def _contract(words: Wording) -> Group:
    states = [(state.value, words(f"register.contract.{state}")) for state in ContractStatus]
    group = Group(words)
    group.add_row(
        (group.make("status", Choice(states), words("ui.processors.contract.status")), 1),
        (group.make("reference", TextLine(), words("ui.processors.contract.reference")), 1),
    )
    group.add_row(
        (group.make("signed_on", DayField(words), words("ui.processors.contract.signed_on")), 1),
        (group.make("expires_on", DayField(words), words("ui.processors.contract.expires_on")), 1),
    )
    return group
