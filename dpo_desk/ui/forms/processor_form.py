"""An organisation that gets personal data: who it is, its role, what it does, and under which contract (GDPR Art. 28)."""

from __future__ import annotations

from collections.abc import Sequence

from dpo_desk.domain.advice import RoleAdvice, advise_role
from dpo_desk.domain.checks.law import Article28Item
from dpo_desk.domain.facts import Known
from dpo_desk.domain.processor import Decides, Processor, ProcessorRole, SubProcessor
from dpo_desk.domain.record import RecordKind
from dpo_desk.ui.forms import shared
from dpo_desk.ui.forms.advice import Advice
from dpo_desk.ui.forms.clauses import Clauses
from dpo_desk.ui.forms.group import Group
from dpo_desk.ui.forms.made import MadeForm, Maker, answered
from dpo_desk.ui.forms.parts import Records
from dpo_desk.ui.forms.record import Save
from dpo_desk.ui.forms.subtree import Behind, SubTree
from dpo_desk.ui.shell import Desk
from dpo_desk.ui.theme import Tone
from dpo_desk.ui.widgets.known_field import KnownField

_ROLE_LOOK = {
    ProcessorRole.PROCESSOR: (Tone.ACCENT, "info"),
    ProcessorRole.JOINT_CONTROLLER: (Tone.WARNING, "triangle-alert"),
    ProcessorRole.CONTROLLER: (Tone.WARNING, "triangle-alert"),
    ProcessorRole.MIXED: (Tone.WARNING, "triangle-alert"),
}


class ProcessorForm(MadeForm):
    """The sheet of one organisation."""

    def __init__(
        self, desk: Desk, save: Save, processors: Records, checklist: Sequence[Article28Item], behind: Behind
    ) -> None:
        """``behind`` gives what stands behind a sub-processor that has a record."""
        words = desk.words
        maker = Maker(
            words,
            "processors",
            records={RecordKind.PROCESSOR: processors},
            special={"clauses": lambda: Clauses(words, checklist)},
            layouts={**shared.LAYOUTS, SubProcessor: _subprocessor},
        )
        super().__init__(desk, RecordKind.PROCESSOR, save, Processor, maker)
        self.advice, self.tree = Advice(self._say("role.take")), SubTree(desk, behind)
        self._identity()
        self._role()
        self._service()
        self._contract()
        self._assurances()
        shared.end(self)
        self.fields.changed.connect(self.advise)
        self.filled.connect(self.advise)
        self.advice.taken.connect(self._take_over)

    def advise(self) -> None:
        """Say which role the answers lead to, and what stands behind the sub-processors."""
        words, found = self.desk.words, self._advised()
        if found is None:
            said, why = words("ui.processors.role.open"), words("ui.processors.role.why_open")
            self.advice.show_advice(said, why, Tone.NEUTRAL, "info", take=False)
        else:
            said = words("ui.processors.role.leads_to", role=words(f"register.role.{found.role}"))
            why = words(f"ui.processors.role.why_{found.reason}")
            take = not answered(self.fields, "role", found.role)
            self.advice.show_advice(said, why, *_ROLE_LOOK[found.role], take=take)
        fact = self.editor("subprocessors").value()
        self.tree.show_below(self.record or "", fact if isinstance(fact, dict) else {})

    def _say(self, key: str) -> str:
        return self.desk.words(f"ui.processors.{key}")

    def _identity(self) -> None:
        self.section(self._say("section.identity"))
        self.put("name", "named")
        self.row(("status", 2), ("tags", 3))
        self.put("legal_name", "address", "owner")

    def _role(self) -> None:
        self.section(self._say("section.role"))
        self.put("decides_purposes", "decides_means", "own_purposes")
        self.add_widget(self.advice)
        self.put("role", "role_reason")

    def _service(self) -> None:
        self.section(self._say("section.service"))
        self.put("service", "data", "countries", "safeguards")
        self.section(self._say("section.subprocessors"))
        self.put("subprocessors")
        self.add_widget(self.tree)

    def _contract(self) -> None:
        self.section(self._say("section.contract"))
        self.put("contract")
        self.section(self._say("section.clauses"))
        self.put("clauses")

    def _assurances(self) -> None:
        self.section(self._say("section.assurances"))
        self.put("assurances", "risk")
        self.section(self._say("section.contacts"))
        self.put("contact", "dpo", "representative")

    def _advised(self) -> RoleAdvice | None:
        return advise_role(
            self._decides("decides_purposes"),
            self._decides("decides_means"),
            own_purposes=answered(self.fields, "own_purposes"),
        )

    def _decides(self, name: str) -> Decides | None:
        fact = self.editor(name)
        if not answered(self.fields, name) or not isinstance(fact, KnownField):
            return None
        chosen = str(fact.inner.value())
        return Decides(chosen) if chosen else None

    def _take_over(self) -> None:
        found, role = self._advised(), self.editor("role")
        if found is not None:
            role.set_value({"known": Known.PROPOSED.value, "text": found.role.value})
            role.changed.emit()
            role.focus_at()


def _subprocessor(maker: Maker, group: Group, place: str) -> None:
    maker.row(group, SubProcessor, ("name", 1), ("processor", 1), within=place)
    maker.put(group, SubProcessor, "service", "countries", within=place)
    group.ask_when(lambda: not group.fields["processor"].editor.value(), "countries")
