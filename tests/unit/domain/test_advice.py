from __future__ import annotations

import pytest

from dpo_desk.domain.advice import RoleReason, advise_role
from dpo_desk.domain.dpia import AssessmentReason, Dpia, DpiaItem, advise_assessment
from dpo_desk.domain.law import Source
from dpo_desk.domain.processor import Decides, ProcessorRole
from dpo_desk.domain.record import Answer

US, THEM, TOGETHER, EACH = Decides.US, Decides.THEM, Decides.TOGETHER, Decides.EACH
SOURCE = Source(id="wp248", title="WP 248", address="", verified_on=None)
LAW = Dpia(
    enough=2,
    criteria=tuple(DpiaItem(id=each, source=SOURCE) for each in ("scale", "scoring", "matching")),
    required=(DpiaItem(id="asked", source=SOURCE),),
    exempt=(DpiaItem(id="freed", source=SOURCE),),
    sensitive="scale",
    vulnerable="scale",
    automated="scoring",
)


@pytest.mark.parametrize(
    ("purposes", "means", "own", "role", "reason"),
    [
        (US, US, False, ProcessorRole.PROCESSOR, RoleReason.INSTRUCTIONS),
        (US, US, True, ProcessorRole.MIXED, RoleReason.FOR_ITSELF),
        (US, THEM, False, ProcessorRole.CONTROLLER, RoleReason.ESSENTIAL_MEANS),
        (US, TOGETHER, False, ProcessorRole.JOINT_CONTROLLER, RoleReason.TOGETHER),
        (US, EACH, False, ProcessorRole.MIXED, RoleReason.PARTS),
        (TOGETHER, None, False, ProcessorRole.JOINT_CONTROLLER, RoleReason.TOGETHER),
        (THEM, None, False, ProcessorRole.CONTROLLER, RoleReason.OWN_PURPOSES),
        (THEM, US, True, ProcessorRole.CONTROLLER, RoleReason.OWN_PURPOSES),
        (EACH, US, False, ProcessorRole.MIXED, RoleReason.PARTS),
    ],
)
def test_who_decides_leads_to_a_role_with_its_reason(
    purposes: Decides, means: Decides | None, own: bool, role: ProcessorRole, reason: RoleReason
) -> None:
    found = advise_role(purposes, means, own_purposes=own)
    assert found is not None
    assert (found.role, found.reason) == (role, reason)


@pytest.mark.parametrize(("purposes", "means"), [(None, None), (None, THEM), (US, None)])
def test_no_role_is_advised_while_an_answer_is_missing_that_could_change_it(
    purposes: Decides | None, means: Decides | None
) -> None:
    assert advise_role(purposes, means) is None


@pytest.mark.parametrize(
    ("criteria", "listed", "answer", "reason"),
    [
        ([], [], None, AssessmentReason.NOTHING),
        (["scale"], [], None, AssessmentReason.ONE),
        (["scale", "scoring"], [], Answer.YES, AssessmentReason.ENOUGH),
        (["scale", "of an older list"], [], None, AssessmentReason.ONE),
        ([], ["freed"], Answer.NO, AssessmentReason.EXEMPT),
        (["scale", "scoring"], ["freed"], Answer.NO, AssessmentReason.EXEMPT),
        ([], ["freed", "asked"], Answer.YES, AssessmentReason.REQUIRED),
    ],
)
def test_criteria_and_lists_lead_to_the_need_of_an_assessment(
    criteria: list[str], listed: list[str], answer: Answer | None, reason: AssessmentReason
) -> None:
    found = advise_assessment(LAW, criteria, listed)
    assert (found.answer, found.reason) == (answer, reason)
