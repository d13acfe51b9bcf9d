"""The records the cases of the rules start from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpo_desk.domain.record import RecordStatus
from tests.unit.domain.checks.sound import (
    ABROAD,
    ACTIVITY,
    CLIENT,
    HELPDESK,
    ORGANISATION,
    PROCESSOR,
    TRANSFER,
    check,
)

SOUND = (ORGANISATION, ACTIVITY, ABROAD, CLIENT, PROCESSOR, HELPDESK, TRANSFER)


@pytest.mark.parametrize(
    "subject", SOUND, ids=lambda subject: subject.name if hasattr(subject, "name") else subject.ref
)
def test_nothing_is_found_in_a_sound_record(subject):
    assert check(subject) == ()


@pytest.mark.parametrize(
    "kind", [type(each) for each in (ACTIVITY, CLIENT, PROCESSOR)], ids=lambda kind: kind.__name__
)
def test_an_archived_record_is_left_alone_however_empty_it_is(kind):
    empty = kind(id="e" * 32, ref="X-009", name="Empty")
    assert check(empty) != ()
    assert check(replace(empty, status=RecordStatus.ARCHIVED)) == ()
