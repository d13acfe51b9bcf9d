"""The recovery sheet: what opens the vault when the passphrase is forgotten, on one page for the safe."""

from __future__ import annotations

from datetime import date

from dpo_desk import paper as papers
from dpo_desk.library.wording import Wording
from dpo_desk.paper import content
from dpo_desk.services.archive import fonts


def recovery_sheet(vault_name: str, code: str, header: str, words: Wording, made_on: date) -> bytes:
    """
    The sheet as PDF.

    Args:
        vault_name: The file's name, so that the sheet can be told from others; never a path.
        code: The recovery code in its groups.
        header: The vault's public header in letters and digits, which mends a damaged beginning of the file.
        words: The language of the sheet.
        made_on: The day printed on it; a later change of passphrase makes the sheet void.
    """

    def entry(name: str, value: str, tone: content.Tone = "plain") -> content.Entry:
        return content.Entry(words(f"recovery.{name}"), (content.Text(value, tone),))

    rows = (
        entry("vault", vault_name),
        entry("made_on", words.date(made_on)),
        entry("code", code, "strong"),
        entry("header", header),
    )
    sheet = content.Sheet(
        kind="recovery",
        language=words.language,
        title=words("recovery.title"),
        organisation="DPO Desk",
        cover=content.Cover(
            title=words("recovery.title"),
            subtitle=words("recovery.subtitle"),
            blocks=(
                content.KeyValues(rows),
                content.Heading(words("recovery.how"), 2),
                content.Bullets(tuple(words(f"recovery.step_{number}") for number in (1, 2, 3))),
                content.Paragraph(words("recovery.warning"), "quiet"),
            ),
        ),
        parts=(),
        contents="",
        footer=words("recovery.footer"),
    )
    return papers.render(sheet, fonts(), words, made_on).pdf
