"""What the checker looks for: found where a record says what the law means, and left alone where it does not."""

from __future__ import annotations

from datetime import date

import pytest

from dpo_desk.domain import checks
from dpo_desk.domain.activity import (
    Activity,
    Afterwards,
    DataCategory,
    LegalBasis,
    Purpose,
    Retention,
    RetentionPeriod,
    TimeUnit,
)
from dpo_desk.domain.chapter_v import judge
from dpo_desk.domain.facts import given
from dpo_desk.domain.ids import ActivityId
from dpo_desk.library.checklists import checks_law
from dpo_desk.library.transfer_law import shipped

LAW = checks_law()
TODAY = date(2026, 11, 23)

SPEAK_OF_IT = {
    "special": [
        "fingerprint readers at the door", "accidents at work", "dietary requirements", "employees with disabilities",
        "Accidents du travail", "Congé maternité", "Régimes alimentaires", "travailleur handicapé", "RQTH",
        "Opinion politique", "Convictions religieuses ou philosophiques", "adhésion à un syndicat", "empreinte vocale",
    ],
    "offences": [
        "Convictions and offences", "previous convictions", "Incidents of fraud", "Déclarations de vol",
        "casier judiciaire (B3)", "Condamnations et infractions", "usurpation d’identité", "contraventions routières",
    ],
    "intrusive": ["Birthday", "ID scans", "Date et lieu de naissance", "NIR", "Location data"],
    "children": ["minors", "élèves et étudiants", "mineurs de 15 ans", "lycéens"],
    "vulnerable": ["persons with a disability", "personnes en situation de handicap", "majeurs protégés"],
    "marketing": ["Prospection par e-mail", "Direct marketing", "Personalised advertising"],
    "vague_retention": ["délai légal", "as long as legally required", "Durée légale de conservation"],
    "no_contract": ["Privacy policy of the supplier", "Page web du fournisseur"],
    "no_safeguard": ["ISO 27001", "Règles strictes", "anonymization"],
    "placeholders": ["TBD", "durée à définir"],
    "settling": ["Whichever is later.", "La plus longue des deux durées l’emporte."],
}  # fmt: skip
SPEAK_OF_SOMETHING_ELSE = {
    "special": [
        "Version of the notice accepted / politique de confidentialité acceptée", "Convictions and offences",
        "Device diagnostics: battery, screen", "Diagnostic de panne du téléphone", "Accounts disabled by the user",
        "Fingerprint of the browser", "Civilité, sexe",
    ],
    "offences": ["Convictions religieuses ou philosophiques", "Numéro de vol, siège", "vol. 2", "pénalités de retard"],
    "children": ["Minor repairs", "Paiement d’un montant élevé"],
    "vulnerable": ["Disabled accounts", "Données détenues par un tiers"],
    "marketing": ["Answer questions of prospective customers", "Répondre aux demandes des prospects"],
    "vague_retention": ["Pendant la relation contractuelle"],
    "no_contract": ["https://files.fictive.example/17", "Contract of website hosting 2024"],
    "no_safeguard": ["Module 2; pseudonymisation before sending"],
    "placeholders": ["Subscription to be confirmed by e-mail", "Formulaire à compléter par le client"],
    "settling": ["The notice says “or” and not which period wins."],
}  # fmt: skip


def found_in(activity):
    law = shipped()
    around = checks.WholeRegister(
        checks.Records(activities=(activity,)),
        day=TODAY,
        law=LAW,
        organisation=None,
        judge=lambda flow: judge(flow, TODAY, law),
        inside=lambda country: law.inside(country, TODAY),
    )
    return checks.check_activity(activity, around)


def pairs(texts):
    return [(kind, text) for kind, each in texts.items() for text in each]


@pytest.mark.parametrize(("kind", "text"), pairs(SPEAK_OF_IT))
def test_a_text_that_speaks_of_it_is_found(kind, text):
    assert getattr(LAW, kind).first(text)


@pytest.mark.parametrize(("kind", "text"), pairs(SPEAK_OF_SOMETHING_ELSE))
def test_a_text_that_speaks_of_something_else_is_not(kind, text):
    assert not getattr(LAW, kind).first(text)


# --- what can be objected to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", LegalBasis)
def test_how_to_object_is_asked_where_the_law_lets_a_person_object(basis):
    purpose = Purpose(text="Keep the road safe", basis=given(basis), reason=given("An act"))
    activity = Activity(id=ActivityId("a"), ref="P-001", name="Roads", purposes=(purpose,))
    asked = "objection_missing" in {gap.rule for gap in found_in(activity)}
    assert asked is (basis in {LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTERESTS})


# --- time limits -----------------------------------------------------------------------------------------------------

SALE = RetentionPeriod(number=3, unit=TimeUnit.YEARS, trigger="the last order")
ACCOUNT = RetentionPeriod(number=6, unit=TimeUnit.YEARS, trigger="the end of the account")


def rules(**retention):
    kept = Retention(then=given(Afterwards.ERASE), **retention)
    category = DataCategory(name="Orders", retention=given(kept))
    activity = Activity(id=ActivityId("a"), ref="P-001", name="Orders", categories=given((category,)))
    about = {"retention_ambiguous", "erasure_without_trigger", "retention_in_words", "retention_trigger"}
    return {gap.rule for gap in found_in(activity)} & about


def test_two_periods_are_ambiguous_until_the_rule_says_which_one_counts():
    assert rules(periods=(SALE, ACCOUNT)) == {"retention_ambiguous"}
    assert rules(periods=(SALE, ACCOUNT), rule="The notice says “or” and no more.") == {"retention_ambiguous"}
    assert rules(periods=(SALE, ACCOUNT), rule="Whichever is later.") == set()
    assert rules(periods=(SALE, ACCOUNT), rule="La plus longue des deux.") == set()


def test_two_lengths_in_words_are_ambiguous_in_the_same_way():
    assert "retention_ambiguous" in rules(rule="3 years or 6 years")
    assert "retention_ambiguous" not in rules(rule="3 years or 6 years, the longer of both")


def test_an_end_told_in_words_is_asked_for_its_length_but_no_promise_without_a_beginning():
    assert rules(rule="Until the last wage is paid.") == {"retention_in_words"}
    assert rules(periods=(RetentionPeriod(number=1, unit=TimeUnit.YEARS, trigger=""),)) == {
        "erasure_without_trigger"
    }
    assert rules(periods=(SALE,)) == set()
