"""`dpo-desk deadline`: a date with its trace, or a sentence that says why not."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import run


def dates(*arguments):
    told = json.loads(run("deadline", "eu-gdpr", *arguments, "--json").stdout)
    return told["nominal"], told["due"], told["prudent"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("access", "2026-01-30"), ("2026-02-28", "2026-03-02", "2026-02-27")),
        (("access", "30.01.2026"), ("2026-02-28", "2026-03-02", "2026-02-27")),
        (("reply", "2026-01-30", "--extended"), ("2026-04-30", "2026-04-30", "2026-04-30")),
        (("access", "2026-01-30", "--extended"), ("2026-04-30", "2026-04-30", "2026-04-30")),
        (("extension_notice", "2026-01-30"), ("2026-02-28", "2026-03-02", "2026-02-27")),
        (("access", "2026-03-02", "--suspended", "2026-03-03..2026-03-13"), ("2026-04-12", "2026-04-13", "2026-04-02")),
        (("access", "2026-03-02", "--suspended", "2026-03-03.."), ("2026-04-02", None, "2026-04-02")),
        (("access", "2026-04-01", "--calendar", "FR"), ("2026-05-01", "2026-05-04", "2026-04-30")),
    ],
)  # fmt: skip
def test_the_dates_are_those_of_the_engine(arguments, expected):
    assert dates(*arguments) == expected


def test_two_suspensions_count_both():
    pauses = ("--suspended", "2026-03-03..2026-03-05", "--suspended", "2026-03-10..2026-03-13")
    assert dates("access", "2026-03-02", *pauses)[0] == "2026-04-07"


def test_json_carries_the_trace_with_its_sources_and_the_words():
    told = json.loads(run("deadline", "eu-gdpr", "access", "2026-01-30", "--json", "--lang", "fr").stdout)
    assert set(told) == {"nominal", "due", "prudent", "without_holidays", "trace", "words", "unchecked"}
    assert told["trace"][0] == {"rule": "received", "day": "2026-01-30", "sources": []}
    assert "gdpr:12(3)" in told["trace"][1]["sources"]
    assert told["words"][0].startswith("Réception le vendredi")
    assert told["without_holidays"] is False
    assert told["unchecked"] == []  # the texts behind a plain month were read


def test_the_trace_is_told_in_words_and_the_dates_come_last():
    lines = run("deadline", "eu-gdpr", "access", "2026-01-30", "--lang", "en").stdout.splitlines()
    assert lines[0] == "Received on Friday 30 January 2026"
    assert [line.split(":")[0] for line in lines[-3:]] == ["Nominal", "Due", "Prudent"]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("moon", "access", "2026-01-30"), "REGIME"),
        (("eu-gdpr", "flying", "2026-01-30"), "EVENT"),
        (("eu-gdpr", "", "2026-01-30"), "EVENT"),
        (("eu-gdpr", "access", "soon"), "RECEIVED"),
        (("eu-gdpr", "access", ""), "RECEIVED"),
        (("eu-gdpr", "access", "1/2/2026"), "RECEIVED"),
        (("eu-gdpr", "access", "2026-02-30"), "RECEIVED"),
        (("eu-gdpr", "access", "9999-12-31"), "RECEIVED"),
        (("eu-gdpr", "access", "\udcff\x1b[31m"), "RECEIVED"),
        (("eu-gdpr", "access", "9" * 10_000), "RECEIVED"),
        (("eu-gdpr", "access", "2026-01-30", "--calendar", "MOON"), "--calendar"),
        (("eu-gdpr", "access", "2026-01-30", "--suspended", "2026-02-01"), "--suspended"),
        (("eu-gdpr", "access", "2026-01-30", "--suspended", ".."), "--suspended"),
        (("eu-gdpr", "access", "2026-01-30", "--suspended", "2026-02-01..later"), "--suspended"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line_each_and_nothing_is_computed(arguments, named, lang):
    result = run("deadline", *arguments, "--lang", lang)
    assert result.exit_code == 1
    assert result.stdout == ""
    [line] = {line for line in result.stderr.splitlines() if line}
    assert line.startswith(f"{named}: ")
    assert not set("{}\x1b") & set(line)


def test_all_that_is_wrong_is_told_at_once():
    result = run("deadline", "moon", "access", "soon", "--calendar", "MOON", "--suspended", "x")
    assert [line.split(":")[0] for line in result.stderr.splitlines()][:3] == [
        "RECEIVED",
        "REGIME",
        "--calendar",
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("access", "2026-03-02", "--suspended", "2026-03-01..2026-03-05"),
        ("access", "2026-03-02", "--suspended", "2026-03-05..2026-03-04"),
        ("extension_notice", "2026-03-02", "--extended"),
    ],
)
def test_what_the_law_does_not_allow_is_told_in_three_lines(arguments, lang):
    result = run("deadline", "eu-gdpr", *arguments, "--lang", lang)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 3
    assert "{" not in result.stderr


# --- other laws, moments, questions, closed days ---------------------------------------------------------------------


def of_law(*arguments):
    told = json.loads(run("deadline", *arguments, "--json").stdout)
    return told["nominal"], told["due"], told["prudent"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("uk-gdpr", "access", "2026-03-31", "--calendar", "GB-ENG"), ("2026-04-30", "2026-04-30", "2026-04-30")),
        (
            ("uk-gdpr", "access", "2026-11-02", "--calendar", "GB-ENG", "--suspended", "2026-11-03..2026-11-10"),
            ("2026-12-10", "2026-12-10", "2026-12-10"),
        ),
        (
            ("uk-gdpr", "access", "2026-11-02", "--calendar", "GB-ENG", "--fee", "2026-11-03..2026-11-10"),
            ("2026-12-10", "2026-12-10", "2026-12-10"),
        ),
        (
            ("uk-gdpr", "access", "2026-11-02", "--clarification", "2026-11-10..2026-11-17"),
            ("2026-12-10", "2026-12-10", "2026-12-02"),
        ),
        (
            ("uk-gdpr", "access", "2025-11-03", "--clarification", "2025-11-10..2025-11-17"),
            ("2025-12-10", "2025-12-10", "2025-12-03"),
        ),
        (("us-ca", "ccpa_know", "2026-11-02"), ("2026-12-17", "2026-12-17", "2026-12-16")),
        (("us-ca", "confirmation", "2026-11-21"), ("2026-12-04", "2026-12-04", "2026-12-04")),
        (("policy-promises", "post_mortem_heirs", "2026-11-12"), ("2026-12-12", "2026-12-14", "2026-12-11")),
        (("eu-gdpr", "consultation", "2026-11-23", "--extended"), ("2027-03-01", "2027-03-01", "2027-03-01")),
        (("eu-gdpr", "access", "2026-11-16", "--closed", "2026-12-16"), ("2026-12-16", "2026-12-17", "2026-12-15")),
        (("eu-gdpr", "recipients", "2026-11-20"), (None, None, None)),
        (
            ("breach", "notify_authority", "2026-11-20T16:30"),
            ("2026-11-23T17:00:00+01:00", "2026-11-23T17:00:00+01:00", "2026-11-23T16:30:00+01:00"),
        ),
        (
            ("breach", "notify_authority", "2026-11-20T15:30:00Z"),
            ("2026-11-23T17:00:00+01:00", "2026-11-23T17:00:00+01:00", "2026-11-23T16:30:00+01:00"),
        ),
        (
            ("breach", "notify_authority", "2026-11-20T16:30", "--zone", "Europe/London"),
            ("2026-11-23T17:00:00+00:00", "2026-11-23T17:00:00+00:00", "2026-11-23T16:30:00+00:00"),
        ),
        (
            ("breach", "notify_authority", "2026-10-25T02:30+01:00"),
            ("2026-10-28T03:00:00+01:00", "2026-10-28T03:00:00+01:00", "2026-10-28T02:30:00+01:00"),
        ),
    ],
)  # fmt: skip
def test_every_law_is_counted_in_its_own_way(arguments, expected):
    assert of_law(*arguments) == expected


def test_a_request_that_arrived_at_a_moment_has_the_day_of_that_moment_where_the_controller_is():
    assert of_law("eu-gdpr", "access", "2026-11-22T23:59-05:00") == of_law("eu-gdpr", "access", "2026-11-23")
    assert of_law("eu-gdpr", "access", "2026-11-22T23:59") == of_law("eu-gdpr", "access", "2026-11-22")


@pytest.mark.parametrize(
    ("lang", "line"), [("en", "The law sets no fixed period."), ("fr", "La loi ne fixe pas de délai.")]
)
def test_no_date_is_invented_where_the_law_sets_none(lang, line):
    lines = run("deadline", "breach", "tell_persons", "2026-11-20T16:30", "--lang", lang).stdout.splitlines()
    assert lines[-1] == line
    assert len(lines) == 4


def test_the_moments_are_printed_with_their_weekday_and_time():
    lines = run(
        "deadline", "breach", "notify_authority", "2026-11-20T16:30", "--lang", "en"
    ).stdout.splitlines()
    assert lines[-2:] == [
        "Due:     Monday 23 November 2026 at 17:00",
        "Prudent: Monday 23 November 2026 at 16:30",
    ]


def test_what_of_an_older_law_nobody_has_read_is_told_too():
    told = json.loads(run("deadline", "uk-gdpr", "access", "2025-11-03", "--json").stdout)
    assert "UK GDPR Art. 12(3)" in told["unchecked"][0]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("breach", "notify_authority", "2026-11-20"), "RECEIVED"),
        (("breach", "notify_authority", "2026-11-20T25:00"), "RECEIVED"),
        (("breach", "notify_authority", "1066-10-14T09:00"), "RECEIVED"),
        (("breach", "notify_authority", "2026-10-25T02:30"), "RECEIVED"),
        (("breach", "notify_authority", "2026-03-29T02:30"), "RECEIVED"),
        (("eu-gdpr", "access", "Today"), "RECEIVED"),
        (("eu-gdpr", "access", "2026-01-30", "--zone", "Moon/Sea"), "--zone"),
        (("eu-gdpr", "access", "2026-01-30", "--zone", "Europe"), "--zone"),
        (("eu-gdpr", "access", "2026-01-30", "--zone", "../../etc/passwd"), "--zone"),
        (("eu-gdpr", "access", "2026-01-30", "--zone", ""), "--zone"),
        (("eu-gdpr", "access", "2026-01-30", "--closed", "31.02."), "--closed"),
        (("eu-gdpr", "access", "2026-01-30", "--fee", "2026-02-01"), "--fee"),
        (("eu-gdpr", "access", "2026-01-30", "--clarification", "..2026-02-01"), "--clarification"),
    ],
)
def test_what_cannot_be_read_is_asked_for_again_by_its_name(arguments, named, lang):
    result = run("deadline", *arguments, "--lang", lang)
    assert (result.exit_code, result.stdout) == (1, "")
    [line] = {line for line in result.stderr.splitlines() if line}
    assert line.startswith(f"{named}: ")
    assert not set("{}") & set(line)


@pytest.mark.parametrize("option", ["--suspended", "--clarification", "--fee"])
def test_one_question_is_open_once(option):
    open_twice = (option, "2026-02-02..", option, "2026-02-04..")
    result = run("deadline", "uk-gdpr", "access", "2026-02-01", *open_twice, "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "4 February 2026" in result.stderr


def test_the_known_events_are_listed_when_one_is_unknown():
    told = run("deadline", "eu-gdpr", "flying", "2026-01-30").stderr
    assert "reply" in told
    assert "access" in told


@pytest.mark.parametrize("arguments", [(), ("eu-gdpr",), ("eu-gdpr", "access"), ("eu-gdpr", "access", "-1")])
def test_a_call_that_lacks_something_is_a_wrong_use(arguments):
    assert run("deadline", *arguments).exit_code == 2
