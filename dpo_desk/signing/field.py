"""The field a signature goes into, put into the file before anything is signed."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from dpo_desk.errors import KeyRefused

FIELD = "signature"

_PRINT_AND_LOCKED = 4 | 128
_SIGNATURES_EXIST_APPEND_ONLY = 3
_NOWHERE = (0, 0, 0, 0)
"""The field itself is not seen: what is seen stands in the page, where every reader draws it."""


def prepared(pdf: bytes, page: int, tip: str) -> bytes:
    """
    The file with an empty signature field, which the structure tree names as a form element.

    Args:
        pdf: A paper of this program.
        page: The index of the page the field belongs to.
        tip: What a reader that cannot see says of the field.

    Raises:
        KeyRefused: ``signed_already``.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if "/AcroForm" in file.Root:
            raise KeyRefused("signed_already")
        sheet = file.pages[page].obj
        field = file.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(FIELD),
                TU=String(tip),
                F=_PRINT_AND_LOCKED,
                Rect=Array(_NOWHERE),
                P=sheet,
            )
        )
        if "/StructTreeRoot" in file.Root:
            _name_in_tree(file, field, tip)
        if "/Annots" not in sheet:
            sheet.Annots = Array()
        sheet.Annots.append(field)
        file.Root.AcroForm = file.make_indirect(
            Dictionary(Fields=Array([field]), SigFlags=_SIGNATURES_EXIST_APPEND_ONLY)
        )
        out = io.BytesIO()
        file.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _name_in_tree(file: pikepdf.Pdf, field: pikepdf.Object, tip: str) -> None:
    tree = file.Root.StructTreeRoot
    top, key = tree.K[0], int(tree.ParentTreeNextKey)
    element = file.make_indirect(
        Dictionary(
            S=Name.Form,
            P=top,
            Pg=field.P,
            Alt=String(tip),
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=field.P),
        )
    )
    if not isinstance(top.K, Array):
        top.K = Array([top.K])
    top.K.append(element)
    tree.ParentTree.Nums.append(key)
    tree.ParentTree.Nums.append(element)
    tree.ParentTreeNextKey = key + 1
    field.StructParent = key
