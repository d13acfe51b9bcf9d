"""A calculation told in words."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from dpo_desk.domain.deadlines import Step, Suspension, reply_deadline
from dpo_desk.domain.ids import CalendarId, RegimeId, RightId
from dpo_desk.library.calendars import calendar
from dpo_desk.library.lawbook import regime
from dpo_desk.library.wording import languages, wording
from dpo_desk.services.explain import cite, explain, unchecked

GDPR = regime(RegimeId("eu-gdpr"))
ACCESS = GDPR.right(RightId("access"))
FRANCE = calendar(CalendarId("FR"))


def test_a_clamped_and_rolled_month_is_told_in_english():
    assert explain(reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE), wording("en")) == (
        "Received on Friday 30 January 2026",
        "One month after: Saturday 28 February 2026, because February has no day 30",
        "A Saturday, so the period ends on the next working day: Monday 2 March 2026",
        "Rules applied: GDPR Art. 12(3); Regulation (EEC, Euratom) No 1182/71 Art. 3(1), 3(2)(c), 3(4)",
    )


def test_the_same_is_told_in_french():
    told = explain(reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE), wording("fr"))
    assert [line.replace("\u00a0", " ") for line in told] == [
        "Réception le vendredi 30 janvier 2026",
        "Un mois après : samedi 28 février 2026, car février n’a pas de 30",
        "Un samedi : le délai expire le jour ouvrable suivant, lundi 2 mars 2026",
        "Règles appliquées : RGPD, art. 12(3) ; règlement (CEE, Euratom) nº 1182/71, art. 3(1), 3(2)(c), 3(4)",
    ]


def test_provisions_are_gathered_by_source():
    found = cite(GDPR.period("refusal").articles + GDPR.period("reply").articles * 2, wording("en"))
    assert found == "GDPR Art. 12(4), 12(3)"


@pytest.mark.parametrize("language", languages())
def test_every_turn_a_calculation_can_take_has_its_words(language):
    received = date(2027, 1, 31)
    answers = (None, date(2027, 2, 5), date(2027, 2, 20))
    seen: set[str] = set()
    for right, notice, answer, kind, prompt, justified, day in product(
        (GDPR.right(RightId("objection_marketing")), ACCESS),
        (None, date(2027, 2, 10), date(2027, 6, 1)),
        answers,
        ("identity", "clarification"),
        (True, False),
        (True, False),
        (date(2027, 2, 3), date(2027, 7, 1)),
    ):
        if answer is not None and answer < day:
            continue
        rounds = [Suspension(kind=kind, asked=day, received=answer, prompt=prompt, justified=justified)]
        if kind != "clarification":
            rounds.append(
                Suspension(kind="clarification", asked=day, received=answer, prompt=prompt, justified=True)
            )
        found = reply_deadline(
            GDPR, right, received, FRANCE, extension_notice_sent=notice, suspensions=rounds
        )
        seen |= {step.rule for step in found.trace}
        assert all(explain(found, wording(language)))
    assert {"both_pause", "both_open", "both_after_end", "extension", "extension_late"} <= seen


@pytest.mark.parametrize("language", languages())
def test_every_step_has_words_with_the_placeholders_a_step_can_fill(language):
    words = wording(language)
    known = {"day", "due", "count", "missing", "month", "asked", "received", "sent", "limit", "first", "last"}
    known |= {"moment"}
    steps = [key for key in words.keys() if key.startswith("law.step.")]  # noqa: SIM118
    assert len(steps) > 25
    assert all(words.placeholders(key) <= known for key in steps)


def test_a_step_carries_numbers_and_days_only():
    found = reply_deadline(GDPR, ACCESS, date(2026, 1, 30), FRANCE)
    assert all(isinstance(value, date | int) for step in found.trace for value in step.params.values())
    assert Step(rule="received").params == {}


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
