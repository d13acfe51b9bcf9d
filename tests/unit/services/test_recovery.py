"""The recovery sheet holds what opens the vault again, and nothing that tells where it lies."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from dpo_desk.library.wording import languages, wording
from dpo_desk.services.recovery import recovery_sheet

CODE = "PE6Z-HAX7-424Z-BVM7-1HEG-CGHV-ZQXV-7F2M-1N8P"
HEADER = "1A2B-3C4D-5E6F-7G8H-9J0K-2M3N-4P"


@pytest.mark.parametrize("language", languages())
def test_the_sheet_is_one_page_with_code_header_and_the_name_of_the_file(language):
    pdf = recovery_sheet("office.dpo", CODE, HEADER, wording(language), date(2026, 11, 23))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    (page,) = reader.pages
    text = page.extract_text()
    for part in (CODE, HEADER, "office.dpo", wording(language).date(date(2026, 11, 23))):
        assert part in text


def test_the_same_sheet_has_the_same_bytes():
    sheets = {recovery_sheet("a.dpo", CODE, HEADER, wording("en"), date(2026, 11, 23)) for _ in range(2)}
    assert len(sheets) == 1
