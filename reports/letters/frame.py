"""What every letter of a case has in common: letterhead, address, references, signature, and the usual paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ..content import Annex, Block, Bullets, Entry, Letter, Paragraph, Sender, Signature, Text
from ..facts import Address, AuthorityFacts, CaseFacts, ContactFacts, OrganisationFacts
from ..words import Words

_SEPARATOR = " · "


def letter(
    kind: str,
    facts: CaseFacts,
    words: Words,
    blocks: Iterable[Block],
    *,
    enclosures: Sequence[str] = (),
    annexes: Sequence[Annex] = (),
) -> Letter:
    """The letter around its blocks; subject and title are the texts of its kind."""
    organisation = facts.organisation
    officer = organisation.dpo
    return Letter(
        kind=kind,
        language=words.language,
        title=words(f"letters.{kind}.file_title", reference=facts.reference),
        sender=sender(organisation, words),
        recipient=_recipient(facts, words),
        place_date=place_date(organisation, facts.written, words),
        references=_references(facts, words),
        subject=words(f"letters.{kind}.subject"),
        salutation=words("letters.common.salutation", name=facts.person.name),
        blocks=tuple(blocks),
        closing=words("letters.common.closing"),
        signature=Signature(
            officer.name or organisation.name,
            (officer.title or words("letters.common.officer"), organisation.name),
        ),
        enclosures=tuple(enclosures),
        annexes=tuple(annexes),
        layout=facts.layout,
        sample=organisation.is_sample,
        case_code=facts.reference,
    )


def place_date(organisation: OrganisationFacts, written: date, words: Words) -> str:
    """Place and date of a letter; the date alone when no place is known."""
    key = "letters.common.place_date" if organisation.place else "letters.common.date_only"
    return words(key, place=organisation.place, day=written)


def sender(organisation: OrganisationFacts, words: Words) -> Sender:
    """The letterhead: the organisation's own lines, or those its facts make."""
    own = organisation.letterhead
    return Sender(
        organisation.name,
        own.lines or _usual_lines(organisation, words),
        own.footer or _usual_footer(organisation, words),
        own.logo,
        _SEPARATOR.join((organisation.name, *_office(organisation).lines)),
    )


def address_line(address: Address, words: Words) -> str:
    """An address on one line, with the country."""
    country = words.country(address.country) if address.country else ""
    return ", ".join(filter(None, (*address.lines, country)))


def right_lines(facts: CaseFacts, words: Words) -> tuple[str, ...]:
    """The rights exercised, each with its article."""
    return tuple(
        words(f"letters.common.right_line.{right.statute}", right=words(right.name), article=right.article)
        for right in facts.rights
    )


def free_of_charge(words: Words) -> Paragraph:
    """Art. 12(5)."""
    return Paragraph(words("letters.common.free"), code="C05")


def contact(facts: CaseFacts, words: Words) -> Paragraph:
    """Whom to ask, and how."""
    officer = facts.organisation.dpo
    ways = words("letters.common.or").join(filter(None, (officer.email, officer.phone)))
    key = "letters.common.contact" if ways else "letters.common.contact_by_post"
    return Paragraph(
        words(
            key, officer=officer.name or words("letters.common.officer"), ways=ways, reference=facts.reference
        ),
        code="C02",
    )


def complaint(facts: CaseFacts, words: Words) -> Iterator[Block]:
    """Art. 12(4), 77 and 79: the authority by name and address, and the courts."""
    authorities = [facts.organisation.authority]
    if facts.authority and facts.authority not in authorities:
        authorities.insert(0, facts.authority)
    yield Paragraph(words("letters.common.complaint"), code="C11")
    yield Bullets(tuple(_authority(each, words) for each in authorities), code="C11")
    yield Paragraph(words("letters.common.remedy"), code="C12")


def _authority(authority: AuthorityFacts, words: Words) -> str:
    return ", ".join(filter(None, (authority.name, address_line(authority.address, words), authority.web)))


def _usual_lines(organisation: OrganisationFacts, words: Words) -> tuple[str, ...]:
    place = _office(organisation)
    country = words.country(place.country) if place.country else ""
    lines = (
        _SEPARATOR.join(filter(None, (*place.lines, country))),
        _SEPARATOR.join(filter(None, (organisation.email, organisation.phone))),
    )
    return tuple(filter(None, lines))


def _usual_footer(organisation: OrganisationFacts, words: Words) -> tuple[str, ...]:
    registered = _SEPARATOR.join(filter(None, (_legal_name(organisation), organisation.registration)))
    return tuple(filter(None, (registered, _officer_line(organisation.dpo, words))))


def _office(organisation: OrganisationFacts) -> Address:
    return organisation.letters_from if organisation.letters_from.lines else organisation.address


def _legal_name(organisation: OrganisationFacts) -> str:
    return ", ".join(filter(None, (organisation.name, organisation.legal_form)))


def _officer_line(officer: ContactFacts, words: Words) -> str:
    ways = _SEPARATOR.join(filter(None, (officer.name, officer.email, officer.phone)))
    return words("letters.common.footer_officer", ways=ways) if ways else ""


def _recipient(facts: CaseFacts, words: Words) -> tuple[str, ...]:
    address = facts.person.address
    abroad = address.country and address.country != _office(facts.organisation).country
    country = words.country(address.country).upper() if abroad else ""
    lines = address.lines or (facts.person.email,)
    return tuple(filter(None, (facts.person.name, *lines, country)))


def _references(facts: CaseFacts, words: Words) -> tuple[Entry, ...]:
    received = words("letters.common.reference.received_on", day=facts.received)
    return (
        Entry(words("letters.common.reference.ours"), (Text(facts.reference),)),
        Entry(words("letters.common.reference.request"), (Text(received),)),
        Entry(
            words("letters.common.reference.rights"), tuple(Text(line) for line in right_lines(facts, words))
        ),
    )
