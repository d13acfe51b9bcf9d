"""The records of the register as they are kept: each whole, as one JSON document."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from dpo_desk.errors import VaultDamaged

T = TypeVar("T")


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def decoded(kind: type[T], document: str) -> T:
    """
    The record of this kind that the document (``contents.document``) holds.

    A field the document does not know has its default: documents are older than the program. One the program no
    longer knows is passed over.

    Raises:
        VaultDamaged: The document is none of this kind.
    """
    try:
        record: T = _decoder(cast("Hashable", kind)).decode(document)
    except (msgspec.MsgspecError, ValueError) as error:
        raise VaultDamaged(detail="document") from error
    return record
