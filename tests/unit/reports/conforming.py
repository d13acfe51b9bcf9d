"""Whether a file is what it claims to be."""

from __future__ import annotations

import io

import page
import pikepdf

_STREAM_LENGTH = "STREAM-LENGTH-001"


def failures(pdf: bytes, profile: str) -> list[str]:
    """
    What keeps these very bytes from conforming.

    The validator takes a compressed object stream that ends in 0x0D (1 in 256) for one of the wrong length; whether
    it is right about lengths is seen without object streams.
    """
    found = _failures(pdf, profile)
    if any(_STREAM_LENGTH in each for each in found):
        found = [each for each in found if _STREAM_LENGTH not in each]
        found += [each for each in _failures(_without_object_streams(pdf), profile) if _STREAM_LENGTH in each]
    return found


def _failures(pdf: bytes, profile: str) -> list[str]:
    return [str(failure) for failure in page.validate_pdf_bytes(pdf, profile=profile).failures]


def _without_object_streams(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return out.getvalue()
