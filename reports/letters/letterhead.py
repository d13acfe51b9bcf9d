"""A page that shows the letterhead: a letter to nobody, which is no letter of a case."""

from __future__ import annotations

from datetime import date

from ..content import Entry, Layout, Letter, Paragraph, Signature, Text
from ..facts import OrganisationFacts
from ..words import Words
from .frame import place_date, sender

_LINES = ("name", "street", "town")


def specimen(organisation: OrganisationFacts, words: Words, layout: Layout, written: date) -> Letter:
    """The page, laid out as asked."""
    reference = words("letters.specimen.reference")
    return Letter(
        kind="specimen",
        language=words.language,
        title=words("letters.specimen.file_title"),
        sender=sender(organisation, words),
        recipient=tuple(words(f"letters.specimen.recipient.{line}") for line in _LINES),
        place_date=place_date(organisation, written, words),
        references=(Entry(words("letters.common.reference.ours"), (Text(reference),)),),
        subject=words("letters.specimen.subject"),
        salutation=words("letters.specimen.salutation"),
        blocks=(
            Paragraph(words("letters.specimen.text")),
            Paragraph(words(f"letters.specimen.envelope.{layout}")),
        ),
        closing=words("letters.common.closing"),
        signature=Signature(organisation.dpo.name or organisation.name, (organisation.name,)),
        layout=layout,
        sample=organisation.is_sample,
        case_code=reference,
    )
