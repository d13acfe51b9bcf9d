"""Chapter V in words: decisions, tools, questions, places and the reasons of a verdict, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dpo_desk.domain.judgement import Reason
from dpo_desk.domain.transfer_law import Adequacy, ChapterV, Verdict
from dpo_desk.errors import NotFound
from dpo_desk.library.wording import Wording


class LawWords:
    """What the tables of Chapter V are called in one language; an entry of the user's own brings its own names."""

    def __init__(self, words: Wording, law: ChapterV) -> None:
        self._words = words
        self._law = law

    def follow(self, law: ChapterV) -> None:
        """Speak of these tables from now on."""
        self._law = law

    def country(self, code: str) -> str:
        """The name of a country, or of an international organisation in the list of decisions."""
        organisation = f"law.chapter_v.organisation.{code}"
        return self._words(organisation) if self._words.has(organisation) else self._words.country(code)

    def decision(self, decision: Adequacy) -> str:
        """How a decision is quoted: its kind and its number."""
        instrument = f"law.chapter_v.instrument.{decision.instrument}"
        return self._words(instrument, number=decision.number, adopted=decision.adopted)

    def tool(self, tool: str) -> str:
        """The name of a tool; its id when it is not in the list any more."""
        found = self._law.tool(tool)
        return self._named(f"law.tool.{tool}", found.names if found else {}, tool)

    def question(self, question: str) -> str:
        """What is asked about the scope of a decision."""
        found = self._law.question(question)
        return self._named(f"law.chapter_v.question.{question}", found.names if found else {}, question)

    def place(self, country: str) -> str:
        """What has to be known of a place; empty when there is nothing."""
        found = self._law.place(country)
        return self._named(f"law.chapter_v.place.{found.id}", found.names, "") if found else ""

    def verdict(self, verdict: Verdict) -> str:
        """The verdict in two or three words."""
        return self._words(f"law.chapter_v.verdict.{verdict}")

    def sign(self, verdict: Verdict) -> str:
        """The verdict in one word or two, for a list."""
        return self._words(f"law.chapter_v.sign.{verdict}")

    def means(self, verdict: Verdict) -> str:
        """What the verdict means, in one sentence."""
        return self._words(f"law.chapter_v.means.{verdict}")

    def reason(self, reason: Reason) -> str:
        """The reason in one sentence."""
        facts = {name: self._fact(name, fact) for name, fact in reason.facts.items()}
        if "country" in reason.facts:
            facts["place"] = self.place(str(reason.facts["country"]))
        return self._words(f"law.chapter_v.reason.{reason.key}", **facts)

    def _fact(self, name: str, fact: str | date) -> str | date:
        if isinstance(fact, date):
            return fact
        match name:
            case "country":
                return self.country(fact)
            case "tool":
                return self.tool(fact)
            case "question":
                return self.question(fact)
            case "decision":
                return self._decision(fact)
            case _:
                return fact

    def _decision(self, decision: str) -> str:
        try:
            return self.decision(self._law.decision(decision))
        except NotFound:  # the tables were replaced since
            return decision

    def _named(self, key: str, names: Mapping[str, str], otherwise: str) -> str:
        if names:
            return names.get(self._words.language) or next(iter(names.values()))
        return self._words(key) if self._words.has(key) else otherwise
