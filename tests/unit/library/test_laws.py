"""What the files of the laws say, against what the laws say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dpo_desk.domain.ids import RegimeId, RightId
from dpo_desk.domain.law import Effect, LetterType, Regime, Right, Scope, Start, Unit, cited
from dpo_desk.library.lawbook import ground, grounds, regime, regimes

DAY = timedelta(days=1)
REFORM = date(2026, 2, 5)  # the Data (Use and Access) Act 2025 came into force
COMPLAINTS = date(2026, 6, 19)


def law(name: str, on: date | None = None) -> Regime:
    return regime(RegimeId(name), on)


VERSIONS = [*regimes(), law("uk-gdpr", REFORM - DAY)]
RIGHTS = [(each, right) for each in VERSIONS for right in each.rights]


def right(name: str, of: str = "eu-gdpr", on: date | None = None) -> Right:
    return law(of, on).right(RightId(name))


def named(pair: object) -> str:
    of, found = pair
    return f"{of.id}-{of.valid_from.year}-{found.id}"


# --- versions --------------------------------------------------------------------------------------------------------


def test_the_laws_are_there_once_each_in_their_newest_version():
    assert [each.id for each in regimes()] == ["breach", "eu-gdpr", "policy-promises", "uk-gdpr", "us-ca"]
    assert all(each.valid_to is None for each in regimes())


def test_the_law_is_the_one_of_the_day():
    assert law("uk-gdpr", REFORM - DAY).valid_to == REFORM - DAY
    assert law("uk-gdpr", REFORM).valid_from == REFORM
    assert law("uk-gdpr") == law("uk-gdpr", date(2100, 1, 1)) == law("uk-gdpr", REFORM)


def test_before_any_version_the_newest_stands_in():
    before = date(2018, 5, 24)
    assert law("uk-gdpr", before) == law("uk-gdpr")
    assert not law("uk-gdpr", before).in_force(before)


def test_the_versions_of_a_law_follow_each_other_without_a_gap():
    old, new = law("uk-gdpr", REFORM - DAY), law("uk-gdpr")
    assert old.valid_to is not None
    assert old.valid_to + DAY == new.valid_from


def test_a_british_complaint_is_a_right_since_its_day_only():
    complaint = right("complaint", "uk-gdpr")
    assert not complaint.in_force(COMPLAINTS - DAY)
    assert complaint.in_force(COMPLAINTS)
    assert "complaint" not in {each.id for each in law("uk-gdpr", REFORM - DAY).rights}


def test_californian_rights_of_2023_are_not_older():
    for name in ("ccpa_correct", "ccpa_limit"):
        assert not right(name, "us-ca").in_force(date(2022, 12, 31))
        assert right(name, "us-ca").in_force(date(2023, 1, 1))
    assert right("ccpa_know", "us-ca").in_force(date(2020, 1, 1))


# --- periods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "period", "number", "unit", "start"),
    [
        ("eu-gdpr", "reply", 1, Unit.MONTHS, Start.RECEIPT),
        ("eu-gdpr", "reply_extended", 3, Unit.MONTHS, Start.RECEIPT),
        ("eu-gdpr", "refusal", 1, Unit.MONTHS, Start.RECEIPT),
        ("eu-gdpr", "information", 1, Unit.MONTHS, Start.OBTAINING),
        ("eu-gdpr", "recipients", 0, Unit.NONE, Start.DECISION),
        ("eu-gdpr", "stop_marketing", 0, Unit.NONE, Start.RECEIPT),
        ("eu-gdpr", "consultation", 8, Unit.WEEKS, Start.RECEIPT),
        ("eu-gdpr", "consultation_extended", 14, Unit.WEEKS, Start.RECEIPT),
        ("eu-gdpr", "complaint_progress", 3, Unit.MONTHS, Start.RECEIPT),
        ("uk-gdpr", "reply", 1, Unit.MONTHS, Start.RELEVANT_TIME),
        ("uk-gdpr", "complaint_acknowledgement", 30, Unit.DAYS, Start.RECEIPT),
        ("us-ca", "confirmation", 10, Unit.BUSINESS_DAYS, Start.RECEIPT),
        ("us-ca", "reply", 45, Unit.DAYS, Start.RECEIPT),
        ("us-ca", "reply_extended", 90, Unit.DAYS, Start.RECEIPT),
        ("us-ca", "opt_out", 15, Unit.BUSINESS_DAYS, Start.RECEIPT),
        ("us-ca", "limit", 15, Unit.BUSINESS_DAYS, Start.RECEIPT),
        ("policy-promises", "reply", 1, Unit.MONTHS, Start.RECEIPT),
        ("breach", "notify_authority", 72, Unit.HOURS, Start.AWARENESS),
        ("breach", "tell_persons", 0, Unit.NONE, Start.AWARENESS),
        ("breach", "california_residents", 30, Unit.DAYS, Start.AWARENESS),
        ("breach", "california_attorney_general", 15, Unit.DAYS, Start.NOTICE),
    ],
)
def test_a_period_is_as_long_as_the_law_says_and_starts_where_it_says(of, period, number, unit, start):
    found = law(of).period(period)
    assert (found.number, found.unit, found.start) == (number, unit, start)


def test_only_european_and_british_periods_wait_for_a_working_day():
    rolling = {each.id for each in VERSIONS for period in each.periods if period.roll}
    assert rolling == {"eu-gdpr", "uk-gdpr", "policy-promises"}
    assert not law("uk-gdpr").period("complaint_acknowledgement").roll


def test_a_careful_reading_takes_the_first_day_in_california_and_for_a_british_complaint():
    strict = {(each.id, period.id) for each in VERSIONS for period in each.periods if period.strict}
    assert strict == {
        ("us-ca", "reply"),
        ("us-ca", "reply_extended"),
        ("us-ca", "extension_notice"),
        ("uk-gdpr", "complaint_acknowledgement"),
    }


def test_what_a_question_does_to_the_period_differs_by_law():
    def effects(of: Regime) -> tuple[Effect, Effect, Effect]:
        reply = of.period("reply")
        return reply.identity, reply.clarification, reply.fee

    assert effects(law("eu-gdpr")) == (Effect.ADDS, Effect.ADDS, Effect.NONE)
    assert effects(law("uk-gdpr")) == (Effect.STARTS, Effect.ADDS_BOTH, Effect.STARTS)
    assert effects(law("us-ca")) == (Effect.NONE, Effect.NONE, Effect.NONE)


@pytest.mark.parametrize("each", VERSIONS, ids=lambda each: f"{each.id}-{each.valid_from.year}")
def test_a_longer_period_and_its_notice_wait_as_the_first_one_does(each):
    for first in each.periods:
        if not first.extended:
            continue
        longer = each.period(first.extended)
        assert longer.number > first.number
        assert (longer.unit, longer.start, longer.roll, longer.strict) == (
            first.unit,
            first.start,
            first.roll,
            first.strict,
        )
        assert (longer.identity, longer.clarification, longer.fee) == (
            first.identity,
            first.clarification,
            first.fee,
        )
    for found in (right for right in each.rights if right.extended):
        notice, first = each.period(found.extension_notice), each.period(found.reply)
        assert (notice.number, notice.unit, notice.start) == (first.number, first.unit, first.start)


def test_what_no_text_sets_says_so():
    by_analogy = {found.id for of, found in RIGHTS if of.period(found.reply).analogy}
    promised = {found.id for _, found in RIGHTS if found.promise}
    assert by_analogy == {"consent_withdrawal", "complaint"}
    assert promised == {"post_mortem_directive", "post_mortem_heirs"}


def test_californian_periods_cite_nothing_european():
    periods = [
        *law("us-ca").periods,
        *(law("breach").period(f"california_{end}") for end in ("residents", "attorney_general")),
    ]
    sources = {
        cited(citation)[0]
        for each in periods
        for citation in (*each.articles, *each.counting.length, *each.counting.roll)
    }
    assert sources == {"ccr-11", "ca-civil"}


# --- rights ----------------------------------------------------------------------------------------------------------

ANY = {"acknowledgement", "full_grant", "no_data", "closing"}
ANSWERED = ANY | {"partial_grant", "refusal", "extension_notice"}
TABLE = {
    "access": ANSWERED | {"identity_request", "clarification_request", "fee_notice"},
    "rectification": ANSWERED | {"identity_request", "fee_notice", "recipients_notice"},
    "erasure": ANSWERED | {"identity_request", "clarification_request", "fee_notice", "recipients_notice"},
    "restriction": ANSWERED | {"identity_request", "fee_notice", "lifting", "recipients_notice"},
    "portability": ANSWERED | {"identity_request", "fee_notice"},
    "objection": ANSWERED | {"identity_request", "fee_notice"},
    "objection_marketing": ANY,
    "automated_decision": ANSWERED | {"fee_notice"},
    "consent_withdrawal": ANY,
    "complaint": (ANY | {"partial_grant", "refusal"}) - {"no_data"},
    "fraud_alert": ANSWERED | {"identity_request", "fee_notice", "recipients_notice"},
    "ccpa_know": ANSWERED | {"identity_request", "fee_notice"},
    "ccpa_delete": ANSWERED | {"identity_request", "fee_notice", "recipients_notice"},
    "ccpa_correct": ANSWERED | {"identity_request", "fee_notice", "recipients_notice"},
    "ccpa_opt_out": ANY | {"refusal", "recipients_notice"},
    "ccpa_limit": ANY | {"refusal", "recipients_notice"},
    "post_mortem_directive": ANSWERED | {"identity_request"},
    "post_mortem_heirs": ANSWERED | {"identity_request"},
}


@pytest.mark.parametrize("pair", RIGHTS, ids=named)
def test_the_letters_of_a_right_are_those_that_fit(pair):
    _, found = pair
    assert set(found.letters) == TABLE[found.id]


def test_every_type_of_letter_serves_a_right_but_that_of_a_breach():
    assert {letter for _, found in RIGHTS for letter in found.letters} == set(LetterType) - {
        LetterType.BREACH
    }


def test_nobody_is_asked_who_they_are_to_stop_mailings_sales_or_a_consent():
    asked = {found.id for _, found in RIGHTS if found.identity_may_be_asked}
    assert asked.isdisjoint(
        {
            "objection_marketing",
            "consent_withdrawal",
            "ccpa_opt_out",
            "ccpa_limit",
            "automated_decision",
            "complaint",
        }
    )
    assert {"access", "ccpa_know", "post_mortem_heirs", "fraud_alert"} <= asked


def test_an_objection_to_mailings_is_neither_refused_nor_extended():
    found = right("objection_marketing")
    assert (found.grounds, found.extended, found.extension_notice) == ((), "", "")


def test_an_acknowledgement_is_demanded_in_california_and_for_a_british_complaint():
    demanded = {(of.id, found.id): found.acknowledge for of, found in RIGHTS if found.acknowledge}
    assert demanded == {
        ("us-ca", "ccpa_know"): "confirmation",
        ("us-ca", "ccpa_delete"): "confirmation",
        ("us-ca", "ccpa_correct"): "confirmation",
        ("uk-gdpr", "complaint"): "complaint_acknowledgement",
    }


def test_recipients_are_told_of_what_article_19_names_and_of_californian_choices():
    told = {found.id for _, found in RIGHTS if found.tells_recipients}
    assert told == {
        "rectification",
        "erasure",
        "restriction",
        "fraud_alert",
        "ccpa_delete",
        "ccpa_correct",
        "ccpa_opt_out",
        "ccpa_limit",
    }


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("access", Scope.ALL),
        ("portability", Scope.PROVIDED),
        ("objection", Scope.BALANCE),
        ("objection_marketing", Scope.MARKETING),
        ("automated_decision", Scope.AUTOMATED),
        ("consent_withdrawal", Scope.CONSENT),
        ("fraud_alert", Scope.FRAUD),
    ],
)
def test_a_right_is_searched_for_where_it_can_be(name, scope):
    assert right(name).search is scope


def test_a_right_is_cited_in_its_own_statute():
    assert right("access").citation == "gdpr:15"
    assert right("access", "uk-gdpr").citation == "uk-gdpr:15"
    assert right("complaint", "uk-gdpr").citation == "uk-dpa:164A"
    assert right("ccpa_know", "us-ca").citation == "ca-civil:1798.110"


# --- grounds ---------------------------------------------------------------------------------------------------------


def test_there_are_twenty_four_grounds_and_each_serves_a_right():
    assert len(grounds()) == 24
    assert {each.code for each in grounds()} == {code for _, found in RIGHTS for code in found.grounds}


def test_who_says_no_for_being_asked_too_much_has_to_write_down_the_facts():
    assert ground("R-12-5-U").evidence
    assert ground("R-12-5-E").evidence
    assert not ground("R-15-4").evidence


def test_a_ground_of_one_article_serves_the_right_of_that_article():
    for code, name in (
        ("R-17-3-b", "erasure"),
        ("R-20-c", "portability"),
        ("R-21-1", "objection"),
        ("R-16", "rectification"),
        ("R-18", "restriction"),
    ):
        serving = {found.id for of, found in RIGHTS if code in found.grounds and of.id == "eu-gdpr"}
        assert serving - {"fraud_alert"} == {name}


def test_a_californian_refusal_rests_on_californian_law():
    for each in (right for of, right in RIGHTS if of.id == "us-ca"):
        sources = {cited(article)[0] for code in each.grounds for article in ground(code).articles}
        assert sources <= {"ca-civil", "ccr-11"}
    assert "R-C-VER" not in right("ccpa_opt_out", "us-ca").grounds


# --- the file of a request -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "months"), [("eu-gdpr", 60), ("uk-gdpr", 72), ("us-ca", 24), ("policy-promises", 60)]
)
def test_the_file_is_kept_as_long_as_its_law_or_custom_says_and_copies_of_papers_less(of, months):
    kept = law(of).retention
    assert kept.months == months
    assert kept.ends(date(2026, 2, 28)) > date(2028, 2, 27)
    assert kept.identity_copies is Start.DECISION


def test_a_file_closed_on_a_leap_day_ends_on_the_last_of_february():
    assert law("eu-gdpr").retention.ends(date(2028, 2, 29)) == date(2033, 2, 28)
