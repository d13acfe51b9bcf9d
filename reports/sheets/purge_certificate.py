"""The certificate that the file of a request was erased: which rule, when, by whom, and what is left to show it by."""

from __future__ import annotations

from collections.abc import Iterator

from ..content import Entry, KeyValues, Paragraph, Part, Sheet, Text
from ..figures import CertificateFacts
from ..words import Words
from . import frame, values


def build(facts: CertificateFacts, words: Words) -> Sheet:
    """The certificate, a sheet of one page."""
    part = Part(
        words("sheets.purge_certificate.heading", ref=facts.ref),
        (
            Paragraph(words("sheets.purge_certificate.statement", ref=facts.ref, day=facts.erased_on)),
            KeyValues(tuple(_rows(facts, words))),
            Paragraph(words("sheets.purge_certificate.digest_why"), "quiet"),
            Paragraph(words("sheets.purge_certificate.nobody"), "quiet"),
        ),
    )
    return frame.sheet("purge_certificate", facts, words, (part,))


def _rows(facts: CertificateFacts, words: Words) -> Iterator[Entry]:
    yield Entry(words("sheets.cover.controller"), values.organisation(facts.organisation, words))
    named = {
        "ref": facts.ref,
        "regime": facts.regime,
        "rights": words.join(facts.rights),
        "country": facts.country or words("sheets.common.country_unknown"),
        "received": facts.received,
        "answered": facts.answered or words("sheets.purge_certificate.never"),
        "outcome": facts.outcome,
        "extended": words(f"sheets.purge_certificate.{'yes' if facts.extended else 'no'}"),
    }
    if facts.in_time is not None:
        named["in_time"] = words(f"sheets.purge_certificate.{'yes' if facts.in_time else 'no'}")
    if facts.days is not None:
        named["days"] = str(facts.days)
    named |= {"rule": facts.rule, "erased_on": words.date(facts.erased_on)}
    if facts.by:
        named["by"] = facts.by
    named["digest"] = facts.digest
    for name, said in named.items():
        yield Entry(words(f"sheets.purge_certificate.row.{name}"), (Text(said),))
