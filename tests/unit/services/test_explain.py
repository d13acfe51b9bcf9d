"""A calculation told in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from dpo_desk.domain.deadlines import (
    Deadline,
    MomentDeadline,
    Step,
    Suspension,
    SuspensionKind,
    deadline,
    event_deadline,
    moment_deadline,
    reply_deadline,
)
from dpo_desk.domain.ids import CalendarId, EventId, RegimeId, RightId
from dpo_desk.domain.law import Effect, Start, Unit
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.explain import cite, explain, unchecked

GDPR = regime(RegimeId("eu-gdpr"))
ACCESS = GDPR.right(RightId("access"))
FRANCE = calendar(CalendarId("FR"))
BREACH = regime(RegimeId("breach"))
PARIS = ZoneInfo("Europe/Paris")
ALL_WORDS = [wording(language) for language in languages()]


def test_a_clamped_and_rolled_month_is_told_in_english():
    assert explain(reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE), wording("en")) == (
        "Received on Friday 30 January 2026",
        "One month after: Saturday 28 February 2026, because February has no 30th",
        "Saturday: next working day, Monday 2 March 2026",
        "Rules applied: GDPR Art. 12(3); Regulation (EEC, Euratom) No 1182/71 Art. 3(1), 3(2)(c), 3(4)",
    )


def test_the_same_is_told_in_french():
    told = explain(reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE), wording("fr"))
    assert [line.replace("\u00a0", " ") for line in told] == [
        "Réception le vendredi 30 janvier 2026",
        "Un mois après : samedi 28 février 2026, car février n’a pas de 30",
        "Samedi : jour ouvrable suivant, lundi 2 mars 2026",
        "Règles appliquées : RGPD, art. 12(3) ; règlement (CEE, Euratom) nº 1182/71, art. 3(1), 3(2)(c), 3(4)",
    ]


def test_provisions_are_gathered_by_source():
    found = cite(GDPR.period("refusal").articles + GDPR.period("reply").articles * 2, wording("en"))
    assert found == "GDPR Art. 12(4), 12(3)"


def question(
    kind: SuspensionKind, asked: date, received: date | None, *, prompt: bool = True, justified: bool = True
) -> Suspension:
    return Suspension(kind=kind, asked=asked, received=received, prompt=prompt, justified=justified)


def questions(kind: SuspensionKind, other: SuspensionKind, day: date) -> list[tuple[Suspension, ...]]:
    """One question or two, in each state in which they can be."""
    later = day + timedelta(days=9)
    return [
        (question(kind, day, None),),
        (question(kind, day, later),),
        (question(kind, day, later, prompt=False),),
        (question(kind, day, later, justified=False),),
        (question(kind, day, later), question(other, day, later)),
        (question(kind, day, later), question(other, day, None)),
    ]


# A month on: no such day, before the law, beyond the calendars, a closed day, a Sunday before a holiday; a day on: a
# holiday.
DAYS = (
    date(2026, 1, 30),
    date(2017, 4, 1),
    date(2150, 1, 1),
    date(2026, 3, 16),
    date(2028, 3, 30),
    date(2026, 4, 30),
    date(2026, 1, 31),
)


def every_calculation() -> Iterator[Deadline | MomentDeadline]:
    """Each turn a calculation can take: any question, with any effect a law can give it, at any time."""
    days = FRANCE.with_closed([date(2026, 3, 3), date(2026, 4, 16), date(2026, 4, 17)])
    kinds: tuple[SuspensionKind, ...] = ("identity", "clarification", "fee")
    received, late = date(2026, 1, 30), date(2026, 8, 1)
    for unit, start, strict in product(set(Unit) - {Unit.HOURS}, set(Start), (True, False)):
        period = replace(
            GDPR.period("reply"), unit=unit, start=start, strict=strict, analogy=strict, roll=not strict
        )
        for begun in DAYS:
            yield deadline(period, begun, days)
    for kind, effect in product(kinds, Effect):
        other = kinds[kinds.index(kind) - 1]
        start = Start.RELEVANT_TIME if effect is Effect.STARTS else Start.RECEIPT
        alike = {"identity": Effect.NONE, "clarification": Effect.NONE, "fee": Effect.NONE}
        same = alike | {kind: effect, other: effect}
        waits = alike | {kind: effect, other: Effect.STARTS}
        for effects, day in product((same, waits), (received, late)):
            period = replace(GDPR.period("reply"), start=start, **effects)
            for asked in questions(kind, other, day):
                yield deadline(period, received, days, asked)
    waiting = {"start": Start.RELEVANT_TIME, "identity": Effect.STARTS, "fee": Effect.ADDS}
    proven = question("identity", received, date(2026, 2, 20))
    before = questions("clarification", "fee", received)[4]
    yield deadline(replace(GDPR.period("reply"), **waiting), received, days, (proven, *before))
    rights = (ACCESS, replace(ACCESS, identity_may_be_asked=False, at_once=True, promise=True, extended=""))
    for right, sent in product(rights, (received, late)):
        asked = (question("identity", received, received),)
        yield reply_deadline(GDPR, right, received, days, extension_notice_sent=sent, suspensions=asked)
    for moment in (datetime(2026, 3, 27, 12, 5, tzinfo=PARIS), datetime(2027, 4, 1, 9, tzinfo=PARIS)):
        yield moment_deadline(BREACH.period("notify_authority"), moment)


def test_every_turn_a_calculation_can_take_has_its_words_and_no_words_are_left_over():
    rules = set()
    for found in every_calculation():
        rules |= {step.rule for step in found.trace}
        assert all(explain(found, words) for words in ALL_WORDS)
    keys = {key.split(".")[2] for key in wording("en").keys() if key.startswith("law.step.")}  # noqa: SIM118
    assert rules == keys


@pytest.mark.parametrize("language", languages())
def test_every_step_has_words_with_the_placeholders_a_step_can_fill(language):
    words = wording(language)
    known = {"day", "due", "count", "missing", "month", "asked", "received", "sent", "limit", "first", "last"}
    steps = [key for key in words.keys() if key.startswith("law.step.")]  # noqa: SIM118
    assert len(steps) > 25
    assert all(words.placeholders(key) <= known for key in steps)


def test_a_step_carries_numbers_and_days_only():
    found = reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE)
    assert all(isinstance(value, date | int) for step in found.trace for value in step.params.values())
    assert Step(rule="received").params == {}


def told(found: Deadline | MomentDeadline, language: str = "en") -> list[str]:
    return [line.replace("\u00a0", " ") for line in explain(found, wording(language))]


def test_hours_are_told_with_their_moments():
    at = datetime(2026, 10, 24, 10, 20, tzinfo=PARIS)
    assert told(moment_deadline(BREACH.period("notify_authority"), at)) == [
        "Known since Saturday 24 October 2026 at 10:20",
        "The hour in which it became known is not counted: from Saturday 24 October 2026 at 11:00",
        "72 hours later: Tuesday 27 October 2026 at 10:00",
        "Hours run on over weekends and holidays; no working day is waited for",
        "The clocks change in between; the hours are counted as they pass",
        "Rules applied: Regulation (EEC, Euratom) No 1182/71 Art. 3(1), 3(2)(a); GDPR Art. 33(1)",
    ]
    assert told(moment_deadline(BREACH.period("notify_authority"), at), "fr")[0] == (
        "Connue depuis le samedi 24 octobre 2026 à 10:20"
    )


def test_a_british_request_is_told_from_its_relevant_time():
    law = regime(RegimeId("uk-gdpr"))
    questions = [
        Suspension(
            kind="identity", asked=date(2026, 11, 2), received=date(2026, 11, 10), prompt=True, justified=True
        ),
        Suspension(
            kind="clarification",
            asked=date(2026, 11, 11),
            received=date(2026, 11, 12),
            prompt=True,
            justified=True,
        ),
    ]
    found = reply_deadline(
        law, law.right(RightId("access")), date(2026, 11, 2), FRANCE, suspensions=questions
    )
    assert told(found)[1:4] == [
        (
            "Proof of identity asked for on Monday 2 November 2026, received on Tuesday 10 November 2026: "
            "the period starts on that day"
        ),
        "One month after: Thursday 10 December 2026",
        (
            "Clarification asked for on Wednesday 11 November 2026, received on Thursday 12 November 2026: "
            "2 days, both of these among them, are not counted; the period ends on Saturday 12 December 2026"
        ),
    ]


def test_a_closed_day_is_told_as_the_users_own():
    days = FRANCE.with_closed([date(2026, 12, 16), date(2026, 12, 17)])
    found = reply_deadline(GDPR, ACCESS, date(2026, 11, 16), days)
    assert told(found)[2:4] == [
        "Closed day of yours, counted as a public holiday: next working day, Friday 18 December 2026",
        "Passed over: Thursday 17 December 2026 is a closed day of yours",
    ]
    assert told(found, "fr")[2] == (
        "Jour de fermeture saisi par vous et compté comme férié : jour ouvrable suivant, vendredi 18 décembre 2026"
    )


def test_what_has_no_period_or_a_borrowed_one_says_so():
    day = date(2026, 11, 20)
    recipients = event_deadline(GDPR, GDPR.event(EventId("recipients")), day, FRANCE)
    assert told(recipients)[:2] == [
        "Decided on Friday 20 November 2026",
        "The law sets no period: without undue delay",
    ]
    consent = reply_deadline(GDPR, GDPR.right(RightId("consent_withdrawal")), day, FRANCE)
    assert "No text sets this period; that of a request is taken" in told(consent)
    promises = regime(RegimeId("policy-promises"))
    heirs = reply_deadline(promises, promises.right(RightId("post_mortem_heirs")), day, FRANCE)
    assert "A promise of the controller’s policy: no text of law sets this period" in told(heirs)


def test_provisions_nobody_has_read_yet_are_told_to_the_user_only():
    words = wording("en")
    asked = Suspension(
        kind="identity", asked=date(2026, 11, 4), received=date(2026, 11, 10), prompt=True, justified=True
    )
    found = reply_deadline(GDPR, ACCESS, date(2026, 11, 2), FRANCE, suspensions=[asked])
    (told,) = unchecked(found, GDPR, words)
    assert "2019-536" in told
    assert "12(3)" not in told  # the Regulation itself was read
    assert told not in explain(found, words)
