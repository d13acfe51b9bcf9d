"""Facts for trying the papers: an organisation, a case, a register, and the words of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dpo_desk.library.wording import wording
from reports import LETTERS, Content, Fonts, Letter, Rendered, Words, render
from reports.draw import layouts
from reports.facts import (
    ActivityFacts,
    Address,
    AuthorityFacts,
    CaseFacts,
    CategoryFacts,
    ContactFacts,
    CopyFacts,
    Fact,
    Many,
    OrganisationFacts,
    PersonFacts,
    PurposeFacts,
    RecipientFacts,
    RightFacts,
    TransferFacts,
)

LANGUAGES = ("en", "fr")
LAYOUTS = tuple(layout.id for layout in layouts.LAYOUTS)
DAY = date(2027, 3, 3)

HOSTILE = (
    "<b>open",
    "R&D & Co &amp; <x@y>",
    '<img src="/etc/hostname" width="10" height="10"/>',
    '<img src="http://localhost:9/x.png"/>',
    '<font color="white" size="60">hidden</font>',
    "<font color=\"[[[getattr(pow, 'x')('os')] for x in [1]] and 'red'\">x</font>",
    "<onDraw name='x' label='y'/>",
    "<para><seq/><unichar code='65'/></para>",
    '<a href="file:///etc/passwd">click</a>',
    "<br/><![CDATA[ x ]]><?xml version='1.0'?><!-- c -->",
    "a\x00b\x07c\x1bd",
    "x\u202egnp.exe\u2066y\u2069\u200f",
    "five  spaces     kept",
    "back\\slash %d {placeholder} {0} $x `y` \"q\" 'r'",
    "Ελλάδα Ελένη · Київ Зоя · Łódź Ørsted Ýr Ŵ ẞ",
    "→ ✓ ☐ ≤ ≠ ∞ — “quoted” «guillemets» … €",
    "]]> ]]&gt; <<>> () /Artifact BMC EMC ET Q endstream",
    "-- dash-ed-word- and so-on",
    "W" * 300,
)

_FILES = ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSans-BoldItalic", "DejaVuSans")
_RIGHTS = {"en": "Right of access", "fr": "Droit d’accès"}


class PaperWords:
    """The real wording; the name of the right, which belongs to the law, is its own."""

    def __init__(self, language: str) -> None:
        self._wording = wording(language)
        self.language = language

    def __call__(self, key: str, /, **params: object) -> str:
        return _RIGHTS[self.language] if key == "law.right.access" else self._wording(key, **params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wording, name)


@cache
def fonts() -> Fonts:
    folder = Path(__file__).parents[3] / "resources" / "fonts"
    return Fonts(*((folder / f"{name}.ttf").read_bytes() for name in _FILES))


def draw(content: Content, language: str = "en", words: Words | None = None) -> Rendered:
    return render(content, fonts(), words or PaperWords(language), DAY)


def a_letter(kind: str = "acknowledgement", language: str = "en", **changes: Any) -> Letter:
    found = next(each for each in LETTERS if each.id == kind)
    return replace(found.build(a_case(), PaperWords(language)), **changes)


def given(text: str) -> Fact:
    return Fact("given", text)


def an_organisation(**changes: Any) -> OrganisationFacts:
    organisation = OrganisationFacts(
        name="Exemple & Fils",
        address=Address(("12 rue des Essais", "75019 Paris"), "FR"),
        dpo=ContactFacts("Élodie Modèle", email="dpo@exemple.example", phone="+33 1 00 00 00 00"),
        authority=AuthorityFacts(
            "Commission de contrôle",
            Address(("3 place du Contrôle", "75334 Paris"), "FR"),
            "controle.example",
        ),
        legal_form="S.A.S.",
        email="contact@exemple.example",
        registration="RCS Paris 000 000 000",
        place="Paris",
        representative=Fact("none"),
        joint_controllers=Fact("proposed", "Exemple Holding"),
    )
    return replace(organisation, **changes)


def an_activity(**changes: Any) -> ActivityFacts:
    activity = ActivityFacts(
        name="Payment",
        purposes=(PurposeFacts("take payments", given("Contract, Art. 6(1)(b)")),),
        categories=Many(
            "given", (CategoryFacts("Card data", "number, expiry", given("13 months after the payment")),)
        ),
        recipients=Many("given", (RecipientFacts("Zahlwerk N.V.", country="NL"),)),
        transfers=given("United States"),
        flows=(
            TransferFacts(
                "Scorefirm Inc.",
                given("US"),
                given("Standard contractual clauses"),
                "of 1 March 2026",
                given("Assessed"),
            ),
        ),
        source=given("the bank"),
        automated=given("A score stops an order until a person has looked at it."),
    )
    return replace(activity, **changes)


def a_case(**changes: Any) -> CaseFacts:
    case = CaseFacts(
        organisation=an_organisation(),
        person=PersonFacts("Camille Fictive", Address(("1 chemin Inventé", "4000 Liège"), "BE")),
        reference="R-2027-0001",
        received=date(2027, 2, 15),
        written=DAY,
        due=date(2027, 3, 15),
        rights=(RightFacts("law.right.access", "15"),),
        channel="email",
        understood="Everything you hold about me, please.",
        trace=("Received on 15 February 2027.", "One month later: 15 March 2027."),
        identity_on=date(2027, 2, 16),
        delivery="electronic",
        authority=AuthorityFacts(
            "Autorité voisine", Address(("Rue Neuve 1", "1000 Bruxelles"), "BE"), "voisine.example"
        ),
        searched=("Payment", "Chat"),
        activities=(an_activity(),),
        copies=(CopyFacts("Payment", (("Order", "B-17"), ("Card", "ends in 4242"))),),
    )
    return replace(case, **changes)


def with_every_text(value: Any, text: str) -> Any:
    """The same content with one text in the place of every text that can be read on the page."""
    if isinstance(value, tuple):
        return tuple(with_every_text(each, text) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return text if isinstance(value, str) and value else value
    kept = {"kind", "language", "layout", "tone", "code", "attachments"}
    changes = {
        field.name: with_every_text(getattr(value, field.name), text)
        for field in fields(value)
        if field.name not in kept
    }
    return replace(value, **changes)


def every_text(value: Any) -> Iterator[str]:
    """Every text of a content, codes and names of layouts among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from every_text(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from every_text(getattr(value, field.name))


def all_words(content: Content) -> str:
    """Everything a paper says, in one text."""
    return "\n".join(every_text(content))
