"""
What GDPR Chapter V says to one flow on one day: no transfer, valid, valid with reservation, or not valid, and why.

Each rule is one small function in ``RULES``; it gives reasons, and the gravest reason is the verdict. Three findings
lighten it: a decision that covers the place without conditions, a place whose law is not settled, and an exporter
outside the Union; then nothing weighs more than a reservation, and the reasons say so.

What was decided where the law leaves room:

* A fact that is only proposed is judged as if it were given, and never counts for more than a reservation.
* A transfer impact assessment nobody knows of is a reservation; one that is confirmed missing makes the tool not valid.
* A question about the scope that is unanswered is a reservation; answered wrongly, the decision does not apply.
* The decision for the United States is challenged: without other clauses signed as a fallback it is a reservation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dpo_desk.domain.facts import Fact, Known
from dpo_desk.domain.judgement import Judgement, Reason, Why
from dpo_desk.domain.record import Answer
from dpo_desk.domain.transfer import Frequency, Transfer
from dpo_desk.domain.transfer_law import (
    UNITED_KINGDOM,
    Adequacy,
    ChapterV,
    Exporting,
    ScopeQuestion,
    Standing,
    ToolKind,
    TransferTool,
    Verdict,
)

STEPS = 6
"""The steps of a transfer impact assessment (EDPB Recommendations 01/2020)."""

_AREAS = {
    Standing.EU: Why.AREA_EU,
    Standing.EFTA: Why.AREA_EFTA,
    Standing.TERRITORY: Why.AREA_TERRITORY,
    Standing.LEFT: Why.AREA_LEFT,
    Standing.INTERIM: Why.AREA_INTERIM,
}


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A flow on a day, with everything the rules look up."""

    flow: Transfer
    day: date
    law: ChapterV
    country: str
    exporting: Exporting
    tool: TransferTool | None
    decision: Adequacy | None

    @property
    def by_adequacy(self) -> bool:
        """Whether the flow rests on adequacy by a tool that is still there (the Privacy Shield is not)."""
        tool = self.tool
        return tool is not None and tool.kind is ToolKind.ADEQUACY and tool.on(self.day)

    @property
    def by_tool(self) -> bool:
        """Whether the flow is said to rest on a tool of Art. 46 or a derogation of Art. 49."""
        return self.tool is not None and self.tool.kind in {ToolKind.SAFEGUARD, ToolKind.DEROGATION}


def judge(flow: Transfer, day: date, law: ChapterV) -> Judgement:
    """What Chapter V says to the flow on this day, by these tables."""
    case = _case(flow, day, law)
    reasons = tuple(_where(case)) or tuple(reason for rule in RULES for reason in rule(case))
    verdict = max((each.verdict for each in reasons), key=lambda each: each.gravity)
    if any(each.lightens for each in reasons):
        verdict = min(verdict, Verdict.RESERVED, key=lambda each: each.gravity)
    ordered = tuple(sorted(reasons, key=lambda each: -each.verdict.gravity))
    return Judgement(verdict=verdict, reasons=ordered, day=day, decision=case.decision)


def _case(flow: Transfer, day: date, law: ChapterV) -> _Case:
    country, exporting = flow.country.value or "", law.exporting(flow.exporter_country.value or "", day)
    return _Case(
        flow=flow,
        day=day,
        law=law,
        country=country,
        exporting=exporting,
        tool=law.tool(flow.tool.value) if flow.tool.value else None,
        decision=law.decision_on(country, day, exporting) if country else None,
    )


def _where(case: _Case) -> Iterator[Reason]:
    """What ends the question: nobody knows where to, or the data stay inside."""
    if not case.country:
        yield _not_valid(Why.COUNTRY_UNKNOWN, "country")
        return
    if case.exporting is Exporting.UK and case.country == UNITED_KINGDOM:
        yield Reason(
            key=Why.AREA_UK, verdict=Verdict.NO_TRANSFER, place="country", facts={"country": case.country}
        )
        yield from _country_proposed(case)
        return
    area = case.law.area(case.country, case.day)
    if area is None or case.exporting is Exporting.UK:
        return
    facts: dict[str, str | date] = {"country": case.country}
    if area.until:
        facts["until"] = area.until
    yield Reason(key=_AREAS[area.standing], verdict=Verdict.NO_TRANSFER, place="country", facts=facts)
    yield from _country_proposed(case)
    yield from (replace(reason, verdict=Verdict.NO_TRANSFER) for reason in _place(case))


# --- from and to -----------------------------------------------------------------------------------------------------


def _country_proposed(case: _Case) -> Iterator[Reason]:
    if case.flow.country.known is Known.PROPOSED:
        yield _reserved(Why.COUNTRY_PROPOSED, "country", country=case.country)


def _exporter(case: _Case) -> Iterator[Reason]:
    """Data given directly to a company outside the Union have no exporter; its own disclosures may (Art. 3(2))."""
    country = case.flow.exporter_country.value or ""
    if case.exporting is Exporting.OUTSIDE:
        yield _reserved(Why.EXPORTER_OUTSIDE, "exporter_country", lightens=True, country=country)
    elif case.exporting is Exporting.UK:
        yield _told(Why.EXPORTER_UK, "exporter_country", country=country)


def _place(case: _Case) -> Iterator[Reason]:
    place = case.law.place(case.country)
    if place is not None:
        yield _told(Why.PLACE, "country", lightens=place.unsettled, country=case.country, what=place.id)


# --- the tool as such ------------------------------------------------------------------------------------------------


def _tool_chosen(case: _Case) -> Iterator[Reason]:
    tool = case.flow.tool
    if tool.known is Known.UNKNOWN:
        yield _not_valid(Why.TOOL_UNKNOWN, "tool")
    elif tool.known is Known.NONE or (case.tool and case.tool.kind is ToolKind.NONE):
        yield _not_valid(Why.TOOL_NONE, "tool")
    elif case.tool is None:
        yield _not_valid(Why.TOOL_NOT_LISTED, "tool", text=tool.value or "")
    elif tool.known is Known.PROPOSED:
        yield _reserved(Why.TOOL_PROPOSED, "tool", tool=case.tool.id)


def _no_tool(case: _Case) -> Iterator[Reason]:
    if case.tool and case.tool.kind is ToolKind.NO_TOOL:
        yield _not_valid(Why.NO_TOOL, "tool", tool=case.tool.id)


def _order(case: _Case) -> Iterator[Reason]:
    """Art. 48: an order from outside counts only by an international agreement, and needs a ground of Chapter V."""
    if case.tool and case.tool.kind is ToolKind.ORDER:
        if case.flow.tool_reference.strip():
            yield _reserved(Why.ORDER_AGREEMENT, "tool_reference")
        else:
            yield _not_valid(Why.ORDER_ALONE, "tool_reference")


def _exporters(case: _Case) -> Iterator[Reason]:
    """The clauses of the Union are not those of the United Kingdom; outside both, either may be meant."""
    tool = case.tool
    if tool and case.exporting is not Exporting.OUTSIDE and case.exporting not in tool.exporters:
        yield _not_valid(Why.NOT_FOR_EXPORTER, "tool", tool=tool.id)


def _tool_in_time(case: _Case) -> Iterator[Reason]:
    tool, signed = case.tool, case.flow.tool_date
    if tool is None:
        return
    if tool.valid_from and case.day < tool.valid_from:
        yield _not_valid(Why.TOOL_NOT_YET, "tool", tool=tool.id, day=tool.valid_from)
    if tool.valid_to and tool.valid_to < case.day:
        yield _not_valid(Why.TOOL_ENDED, "tool", tool=tool.id, day=tool.valid_to)
    if signed and tool.signed_to and tool.signed_to < signed:
        yield _not_valid(Why.SIGNED_TOO_LATE, "tool_date", tool=tool.id, day=tool.signed_to)
    if signed is None and tool.signed_to and tool.signed_to < case.day and tool.on(case.day):
        yield _reserved(Why.SIGNED_UNKNOWN, "tool_date", tool=tool.id, day=tool.signed_to)
    if signed and tool.valid_from and signed < tool.valid_from:
        yield _reserved(Why.SIGNED_BEFORE, "tool_date", tool=tool.id, day=tool.valid_from)
    if signed and not case.by_adequacy and case.day < signed:
        yield _not_valid(Why.SIGNED_LATER, "tool_date", day=signed)


def _use_in_time(case: _Case) -> Iterator[Reason]:
    flow = case.flow
    if flow.valid_from and case.day < flow.valid_from:
        yield _not_valid(Why.USE_NOT_BEGUN, "valid_from", day=flow.valid_from)
    if flow.valid_to and flow.valid_to < case.day:
        yield _not_valid(Why.USE_ENDED, "valid_to", day=flow.valid_to)


def _named(case: _Case) -> Iterator[Reason]:
    """Which of the modules it is; which approval or certificate."""
    if case.tool and case.tool.unsettled:
        yield _reserved(Why.UNSETTLED, "tool", tool=case.tool.id)
    if case.tool and case.tool.reference and not case.flow.tool_reference.strip():
        yield _reserved(Why.REFERENCE_MISSING, "tool_reference", tool=case.tool.id)


def _lasting(case: _Case) -> Iterator[Reason]:
    """Derogations are for what is no lasting flow (recital 111)."""
    if case.tool is None or case.tool.systematic is Verdict.VALID:
        return
    frequency = case.flow.frequency.value
    if frequency is None:
        yield _reserved(Why.FREQUENCY_UNKNOWN, "frequency", tool=case.tool.id)
    elif frequency is Frequency.SYSTEMATIC and case.tool.systematic is Verdict.NOT_VALID:
        yield _not_valid(Why.SYSTEMATIC, "frequency", tool=case.tool.id)
    elif frequency is Frequency.SYSTEMATIC:
        yield _reserved(Why.SYSTEMATIC_DOUBTFUL, "frequency", tool=case.tool.id)


# --- adequacy --------------------------------------------------------------------------------------------------------


def _decision(case: _Case) -> Iterator[Reason]:
    if not case.by_adequacy:
        return
    if case.decision is not None:
        yield _told(Why.ADEQUATE, "tool", decision=case.decision.id, country=case.country)
        return
    near = case.law.decision_near(case.country, case.day, case.exporting)
    if near is None:
        yield _not_valid(Why.NO_DECISION, "tool", country=case.country)
    elif near.adopted > case.day:
        yield _not_valid(Why.DECISION_LATER, "tool", decision=near.id, day=near.adopted)
    elif near.expires is not None:
        why = Why.DECISION_ANNULLED if near.annulled else Why.DECISION_ENDED
        yield _not_valid(why, "tool", decision=near.id, day=near.expires)


def _efta(case: _Case) -> Iterator[Reason]:
    if case.decision is not None and case.by_adequacy and _not_taken_over(case):
        country = case.flow.exporter_country.value or ""
        yield _reserved(Why.NOT_FOR_EFTA, "exporter_country", decision=case.decision.id, country=country)


def _not_taken_over(case: _Case) -> bool:
    """Whether the exporter sits in Iceland, Liechtenstein or Norway, for which the decision does not count yet."""
    area = case.law.area(case.flow.exporter_country.value or "", case.day)
    efta = area is not None and area.standing is Standing.EFTA
    return efta and case.decision is not None and not case.decision.efta


def _scope(case: _Case) -> Iterator[Reason]:
    if case.decision is None or not case.by_adequacy:
        return
    for question in case.decision.questions:
        yield from _answered(question, answer_to(case.flow, question.id), case.decision)


def answer_to(flow: Transfer, question: str) -> Fact[Answer]:
    """What the record answers to a question about the scope; unknown when it does not."""
    return next((each.answer for each in flow.scope if each.question == question), Fact())


def _answered(question: ScopeQuestion, answer: Fact[Answer], decision: Adequacy) -> Iterator[Reason]:
    facts, place = {"question": question.id, "decision": decision.id}, f"scope.{question.id}"
    lacking = Why.FALLBACK_MISSING if question.precaution else Why.SCOPE_UNANSWERED
    if answer.known is Known.NONE and question.may_not_arise:
        return
    if answer.value is None or (answer.value != question.needed and question.precaution):
        yield Reason(key=lacking, verdict=Verdict.RESERVED, place=place, facts=facts)
    elif answer.value != question.needed:
        yield Reason(key=Why.SCOPE_FAILED, verdict=Verdict.NOT_VALID, place=place, facts=facts)
    elif answer.known is Known.PROPOSED:
        yield Reason(key=Why.SCOPE_PROPOSED, verdict=Verdict.RESERVED, place=place, facts=facts)


def _lookup(case: _Case) -> Iterator[Reason]:
    if case.decision is None or case.decision.lookup_months is None or not case.by_adequacy:
        return
    looked_up, decision = case.flow.scope_on, case.decision
    if not case.flow.scope_entity.value or looked_up is None:
        place = "scope_on" if case.flow.scope_entity.value else "scope_entity"
        yield _reserved(Why.LOOKUP_MISSING, place, decision=decision.id)
    elif _months_passed(looked_up, case.day, case.decision.lookup_months):
        yield _reserved(Why.LOOKUP_OLD, "scope_on", decision=decision.id, day=looked_up)


def _months_passed(since: date, day: date, months: int) -> bool:
    """Whether more than so many months lie between; counted, for a sum could leave the calendar."""
    between = (day.year - since.year) * 12 + day.month - since.month
    return between > months or (between == months and day.day > since.day)


def _outlook(case: _Case) -> Iterator[Reason]:
    if case.decision is None or not case.by_adequacy:
        return
    if case.decision.at_risk:
        yield _told(Why.AT_RISK, "tool", decision=case.decision.id)
    if case.decision.expires:
        yield _told(Why.EXPIRES, "tool", decision=case.decision.id, day=case.decision.expires)


def _covered(case: _Case) -> Iterator[Reason]:
    """A decision in force covers a flow whatever else it is said to rest on, unless it covers only some recipients."""
    if case.decision is None or case.by_adequacy or _not_taken_over(case):
        return
    whole = not case.decision.limited
    why = Why.COVERED if whole else Why.AVAILABLE
    yield _told(why, "tool", lightens=whole, decision=case.decision.id, country=case.country)


# --- assessment ------------------------------------------------------------------------------------------------------


def _assessment(case: _Case) -> Iterator[Reason]:
    """Art. 46 needs an assessment of the law and practice there (C-311/18), the second subparagraph one of its own."""
    if case.tool is None or not case.tool.assessment:
        return
    known = case.flow.assessment.known
    steps = {each.step: each for each in case.flow.steps if each.finding.known is not Known.UNKNOWN}
    if known is Known.UNKNOWN and len(steps) == STEPS:
        given = all(each.finding.known is not Known.PROPOSED for each in steps.values())
        known = Known.GIVEN if given else Known.PROPOSED
    match known:
        case Known.UNKNOWN:
            yield _reserved(Why.ASSESSMENT_UNKNOWN, "assessment")
        case Known.NONE:
            yield _not_valid(Why.ASSESSMENT_NONE, "assessment")
        case Known.PROPOSED:
            yield _reserved(Why.ASSESSMENT_PROPOSED, "assessment")
        case Known.GIVEN:
            yield from _assessed(case, steps.keys())


def _assessed(case: _Case, steps: Collection[int]) -> Iterator[Reason]:
    days = [case.flow.assessment_on, *(each.on for each in case.flow.steps)]
    done = case.flow.assessment_on or max((day for day in days if day), default=None)
    if done is None:
        yield _reserved(Why.ASSESSMENT_UNDATED, "assessment_on")
    elif case.day < done:
        yield _reserved(Why.ASSESSMENT_LATER, "assessment_on", day=done)
    missing = [str(step) for step in range(1, STEPS + 1) if step not in steps]
    if steps and missing:
        yield _reserved(Why.STEPS_OPEN, "steps", text=", ".join(missing))


def _compelling(case: _Case) -> Iterator[Reason]:
    """Art. 49(1) second subparagraph, 49(6): suitable safeguards, and the authority and the persons told."""
    if case.tool is None or not case.tool.informed:
        return
    if case.flow.informed.known is not Known.GIVEN:
        yield _lacking(case.flow.informed.known, "informed", _INFORMED)
    if case.flow.supplementary.known is not Known.GIVEN:
        yield _lacking(case.flow.supplementary.known, "supplementary", _SAFEGUARDS)


_INFORMED = {
    Known.UNKNOWN: Why.INFORMED_UNKNOWN,
    Known.NONE: Why.INFORMED_NONE,
    Known.PROPOSED: Why.INFORMED_PROPOSED,
}
_SAFEGUARDS = {
    Known.UNKNOWN: Why.SAFEGUARDS_UNKNOWN,
    Known.NONE: Why.SAFEGUARDS_NONE,
    Known.PROPOSED: Why.SAFEGUARDS_PROPOSED,
}


def _lacking(known: Known, place: str, whys: Mapping[Known, Why]) -> Reason:
    return (_not_valid if known is Known.NONE else _reserved)(whys[known], place)


def _tool_named(case: _Case) -> Iterator[Reason]:
    if case.tool and case.by_tool:
        yield _told(Why.TOOL_NAMED, "tool", tool=case.tool.id)


RULES: tuple[Callable[[_Case], Iterator[Reason]], ...] = (
    _exporter,
    _country_proposed,
    _tool_chosen,
    _no_tool,
    _order,
    _exporters,
    _tool_in_time,
    _use_in_time,
    _decision,
    _efta,
    _scope,
    _lookup,
    _named,
    _lasting,
    _assessment,
    _compelling,
    _tool_named,
    _covered,
    _outlook,
    _place,
)
"""The rules a flow that leaves is judged by; what ends the question before stands in ``_where``."""


def _not_valid(key: Why, place: str, **facts: str | date) -> Reason:
    return Reason(key=key, verdict=Verdict.NOT_VALID, place=place, facts=facts)


def _reserved(key: Why, place: str, *, lightens: bool = False, **facts: str | date) -> Reason:
    return Reason(key=key, verdict=Verdict.RESERVED, place=place, facts=facts, lightens=lightens)


def _told(key: Why, place: str, *, lightens: bool = False, **facts: str | date) -> Reason:
    return Reason(key=key, verdict=Verdict.VALID, place=place, facts=facts, lightens=lightens)
