"""Who answers for the register (Art. 27, 30(1)(a) and 37)."""

from __future__ import annotations

from dpo_desk.domain.checks.around import Around
from dpo_desk.domain.checks.finding import Found, error, known, warning
from dpo_desk.domain.completeness import Severity
from dpo_desk.domain.facts import Known
from dpo_desk.domain.organisation import Contact, Organisation


def named(organisation: Organisation, _around: Around) -> Found:
    """CHK-01: the controller has a name and can be reached."""
    if not organisation.name.strip():
        yield error(organisation, "CHK-01", "controller_name", "30(1)(a)", "name")
    if not organisation.address.complete:
        yield error(organisation, "CHK-01", "controller_address", "30(1)(a)", "address.street")
    elif not organisation.email.strip() and not organisation.phone.strip():
        yield warning(organisation, "CHK-01", "controller_contact", "30(1)(a)", "email")


def represented(organisation: Organisation, around: Around) -> Found:
    """CHK-01: a controller without an establishment in the Union has a representative there."""
    country = organisation.address.country
    if not country or around.inside(country) or organisation.establishment.known is Known.GIVEN:
        return
    fact, of = organisation.representative, {"country": country}
    yield from known(organisation, fact, "CHK-01", "representative", "27, 30(1)(a)", "representative", of)
    if fact.known is Known.NONE:
        yield error(organisation, "CHK-01", "representative_none", "27, 30(1)(a)", "representative", **of)


def joint(organisation: Organisation, _around: Around) -> Found:
    """CHK-01: it is known whether somebody else decides with the controller."""
    fact, severity = organisation.joint_controllers, Severity.WARNING
    place = "joint_controllers"
    yield from known(organisation, fact, "CHK-01", "controllers", "26, 30(1)(a)", place, severity=severity)


def officer(organisation: Organisation, _around: Around) -> Found:
    """CHK-01: the data protection officer can be reached."""
    dpo = organisation.dpo
    if not _reachable(dpo):
        rule = "officer_contact" if dpo.name.strip() else "officer_missing"
        yield error(
            organisation, "CHK-01", rule, "30(1)(a), 37(7)", "dpo.email" if dpo.name.strip() else "dpo.name"
        )


def _reachable(contact: Contact) -> bool:
    return bool(contact.email.strip() or contact.phone.strip() or contact.address.complete)
