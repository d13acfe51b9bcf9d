"""
The rules of the checker: what is missing in a record of the register, and where two records contradict each other.

Each rule is one small function which takes a record and what is around it, and gives the gaps it finds; ``RULES`` is
the list of all of them. A new rule is one new function in that list and its sentence below ``gaps`` in the wording.
"""

from __future__ import annotations

from dpo_desk.domain.activity import Activity
from dpo_desk.domain.checks.around import Around, Records, WholeRegister
from dpo_desk.domain.checks.law import ChecksLaw
from dpo_desk.domain.checks.words import Names, SourceText
from dpo_desk.domain.client import Client
from dpo_desk.domain.completeness import Completeness, Gap
from dpo_desk.domain.organisation import Organisation
from dpo_desk.domain.processor import Processor
from dpo_desk.domain.transfer import Transfer

__all__ = [
    "Around",
    "ChecksLaw",
    "Names",
    "Records",
    "SourceText",
    "WholeRegister",
    "check_activity",
    "check_client",
    "check_organisation",
    "check_processor",
    "check_transfer",
    "completeness_of",
]


def check_activity(activity: Activity, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the activity, in the order of the rules."""
    return ()


def check_client(client: Client, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the record of a client, in the order of the rules."""
    return ()


def check_processor(processor: Processor, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the processor, in the order of the rules."""
    return ()


def check_transfer(transfer: Transfer, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the transfer, in the order of the rules."""
    return ()


def check_organisation(organisation: Organisation, around: Around) -> tuple[Gap, ...]:
    """Everything the rules find in the organisation, in the order of the rules."""
    return ()


def completeness_of(record: Activity | Client | Processor | Transfer, around: Around) -> Completeness:
    """How many of the facts the law asks for in such a record are settled."""
    return Completeness(0, 0)
