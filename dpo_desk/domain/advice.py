"""The role of an organisation that gets data: what the answers to who decides lead to (EDPB Guidelines 07/2020)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dpo_desk.domain.processor import Decides, ProcessorRole


class RoleReason(StrEnum):
    """Why the answers lead to a role."""

    INSTRUCTIONS = "instructions"  # it decides neither: Art. 4(8), 28
    TOGETHER = "together"  # purposes or essential means are decided jointly: Art. 26
    OWN_PURPOSES = "own_purposes"  # it decides what for: Art. 4(7)
    ESSENTIAL_MEANS = (
        "essential_means"  # who decides the essential means is a controller: Guidelines 07/2020, 40
    )
    PARTS = "parts"  # each decides for a part of its own
    FOR_ITSELF = (
        "for_itself"  # a processor that uses the data for itself is a controller for that part: Art. 28(10)
    )


@dataclass(frozen=True)
class RoleAdvice:
    """The role the answers lead to, and why."""

    role: ProcessorRole
    reason: RoleReason


def advise_role(
    purposes: Decides | None, means: Decides | None, *, own_purposes: bool = False
) -> RoleAdvice | None:
    """
    The role of an organisation that gets data; nothing while an answer is missing that could change it.

    Args:
        purposes: Who decides what the data are used for.
        means: Who decides the essential means: which data, whose, how long, who sees them.
        own_purposes: Whether it also uses the data for itself.
    """
    if purposes is None or (means is None and purposes is Decides.US):
        return None
    if purposes is Decides.TOGETHER or (purposes is Decides.US and means is Decides.TOGETHER):
        return RoleAdvice(ProcessorRole.JOINT_CONTROLLER, RoleReason.TOGETHER)
    if purposes is Decides.THEM:
        return RoleAdvice(ProcessorRole.CONTROLLER, RoleReason.OWN_PURPOSES)
    if Decides.EACH in {purposes, means}:
        return RoleAdvice(ProcessorRole.MIXED, RoleReason.PARTS)
    if means is Decides.THEM:
        return RoleAdvice(ProcessorRole.CONTROLLER, RoleReason.ESSENTIAL_MEANS)
    if own_purposes:
        return RoleAdvice(ProcessorRole.MIXED, RoleReason.FOR_ITSELF)
    return RoleAdvice(ProcessorRole.PROCESSOR, RoleReason.INSTRUCTIONS)
