"""
Finishes a drawn file: metadata, colour profile, structure tree, and the small repairs PDF/A-3A and PDF/UA-1 ask for.

The only dates in the file are those handed in; no user, host or path is named.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

from ..content import Attachment
from .tag import Tagger, add_structure

PROGRAM = "DPO Desk"

_NO_NAME = re.compile(r"^\.{0,2}$|[/\\\x00-\x1f]")
_PRINT = 4  # annotation flag
_LARGEST_BLOCK = 100  # entries of one bfchar block
_FORBIDDEN_UNICODE = re.compile(r"<(0000|FEFF|FFFE)>$", re.IGNORECASE)
_CHARS = re.compile(r"\d+ beginbfchar\n(.*?)endbfchar\n", re.DOTALL)


@dataclass(frozen=True)
class Metadata:
    """What the file says about itself."""

    title: str
    author: str
    language: str
    made_on: date


def finish(
    drawn: bytes,
    tagger: Tagger,
    about: Metadata,
    arrange: Callable[[pikepdf.Pdf], None] | None = None,
    attachments: Sequence[Attachment] = (),
) -> tuple[bytes, int]:
    """
    The file as it is kept (PDF/A-3A, PDF/UA-1, the same bytes for the same input) and its number of pages.

    Args:
        drawn: What ReportLab wrote.
        tagger: The structure noted while drawing.
        about: Title, author, language and day.
        arrange: Moves pages, after the structure is in place.
        attachments: Files that go with it.

    Raises:
        ValueError: Two attachments have one name, or a name is none; a bug of the caller.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = _PRINT
        add_structure(pdf, tagger)
        if arrange:
            arrange(pdf)
        _describe(pdf, about)
        _attach(pdf, attachments, about)
        repair(pdf)
        return written(pdf), len(pdf.pages)


def repair(pdf: pikepdf.Pdf) -> None:
    """Puts right what ReportLab writes and PDF/A-3A forbids."""
    _clean_character_maps(pdf)
    _end_streams_without_return(pdf)


def written(pdf: pikepdf.Pdf) -> bytes:
    """The file, the same bytes for the same contents; its metadata as they are."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _describe(pdf: pikepdf.Pdf, about: Metadata) -> None:
    profile = Stream(pdf, _srgb())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String(about.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    moment = _moment(about)
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.author),
            Creator=String(PROGRAM),
            Producer=String(PROGRAM),
            CreationDate=String(moment),
            ModDate=String(moment),
        )
    )
    metadata = Stream(pdf, _xmp(about).encode())
    metadata.Type = Name.Metadata
    metadata.Subtype = Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], about: Metadata) -> None:
    """Puts the files into the file, as PDF/A-3 wants them: each says what it is to the paper."""
    if not attachments:
        return
    if len({each.name for each in attachments}) < len(attachments) or any(
        _NO_NAME.search(each.name) for each in attachments
    ):
        raise ValueError("attachments need plain names of their own")
    moment, associated = _moment(about), Array()
    for each in sorted(attachments, key=lambda attachment: attachment.name):
        pdf.attachments[each.name] = pikepdf.AttachedFileSpec(
            pdf,
            each.content,
            filename=each.name,
            description=each.description,
            mime_type=each.media_type,
            creation_date=moment,
            mod_date=moment,
        )
        file = pdf.attachments[each.name].obj
        file.EF.F.write(_compressed(each.content), filter=Name.FlateDecode)
        file.AFRelationship = Name(f"/{each.relationship.capitalize()}")
        associated.append(file)
    pdf.Root.AF = associated


def _compressed(content: bytes) -> bytes:
    """The bytes in a form that does not end in a return; what follows the end of compressed data is not read."""
    data = zlib.compress(content, 9)
    return data + b"\n" if data.endswith(b"\r") else data


def _moment(about: Metadata) -> str:
    return about.made_on.strftime("D:%Y%m%d000000+00'00'")


@cache
def _srgb() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # its own date of creation, held still
    profile[84:100] = bytes(16)  # its checksum, "not computed"
    return bytes(profile)


def _clean_character_maps(pdf: pikepdf.Pdf) -> None:
    # ReportLab fills unused codes with U+0000 and writes one block of 128 entries; both are forbidden.
    for font in pdf.objects:
        if not (isinstance(font, Dictionary) and font.get("/Type") == Name.Font and "/ToUnicode" in font):
            continue
        text = font.ToUnicode.read_bytes().decode("latin-1")
        found = _CHARS.search(text)
        if not found:
            continue
        pairs = [
            line
            for line in found.group(1).splitlines()
            if line.strip() and not _FORBIDDEN_UNICODE.search(line)
        ]
        blocks = []
        for start in range(0, len(pairs), _LARGEST_BLOCK):
            block = pairs[start : start + _LARGEST_BLOCK]
            blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
        cleaned = text[: found.start()] + "".join(blocks) + text[found.end() :]
        font.ToUnicode = pdf.make_indirect(Stream(pdf, cleaned.encode("latin-1")))


def _end_streams_without_return(pdf: pikepdf.Pdf) -> None:
    # A compressed stream may end in 0x0D, which strict readers take for half of the line end before "endstream".
    for stream in pdf.objects:
        if not isinstance(stream, Stream) or stream.get("/Type") == Name.Metadata:
            continue
        if "/Length1" in stream or stream.get("/Subtype") == Name.Image:  # their length must not change
            continue
        if stream.get("/Type") == Name.EmbeddedFile:  # no byte of them may change
            continue
        data = stream.read_bytes()
        if zlib.compress(data)[-1:] == b"\r":
            stream.write(data + b"\n")


def _xmp(about: Metadata) -> str:
    moment = about.made_on.strftime("%Y-%m-%dT00:00:00+00:00")
    return _XMP.format(title=escape(about.title), author=escape(about.author), moment=moment, program=PROGRAM)


# The second half describes the pdfuaid schema, which PDF/A does not know by itself.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{program}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
