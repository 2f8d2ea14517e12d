"""Files of the formats that are read, made by hand, so that every byte in them is known."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape

#: x, y from the top left corner of the page, size, words
Placed = tuple[float, float, float, str]
WIDTH, HEIGHT = 595.0, 842.0


def _object(body: str | bytes) -> bytes:
    return body.encode("latin-1") if isinstance(body, str) else body


def _stream(data: bytes, extra: str = "") -> bytes:
    return f"<<{extra}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def assemble(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    """A PDF of numbered objects, the first of them the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + _object(body) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def pdf(
    pages: Sequence[Iterable[Placed]], *, rotate: int = 0, picture: Iterable[int] = ()
) -> bytes:
    """A PDF with words where they are put; pages in ``picture`` (from 0) hold a picture too."""
    drawn = [list(page) for page in pages]
    chars = sorted({char for page in drawn for *_, words in page for char in words})
    codes = {char: number for number, char in enumerate(chars, 1)}
    mapped = "".join(
        f"<{code:04x}> <{char.encode('utf-16-be').hex()}>\n" for char, code in codes.items()
    )
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /A def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}endbfchar endcmap end end"
    ).encode()
    narrow = "".join(f" {code} [500]" for char, code in codes.items() if char.isascii())
    count, pictures = len(drawn), set(picture)
    first = 8
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(count))
    objects: list[str | bytes] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H"
        "/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000"
        f"/W[{narrow}]/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        "/FontDescriptor 5 0 R>>",
        "<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
        _stream(unicode_map),
        _stream(b"\xff" * 12, "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8"
                "/ColorSpace/DeviceRGB"),
    ]  # fmt: skip
    for number, page in enumerate(drawn):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
            "/Resources<</Font<</F 3 0 R>>/XObject<</P 7 0 R>>>>"
            f"/Contents {first + 2 * number + 1} 0 R>>"
        )
        shown = "q 500 0 0 700 40 60 cm /P Do Q\n" if number in pictures else ""
        for x, y, size, words in page:
            codes_of = "".join(f"{codes[char]:04x}" for char in words)
            shown += f"BT /F {size} Tf {x:.2f} {HEIGHT - y - size:.2f} Td <{codes_of}> Tj ET\n"
        objects.append(_stream(zlib.compress(shown.encode()), "/Filter/FlateDecode"))
    return assemble(objects)


def set_in_lines(
    paragraphs: Sequence[str], *, across: int = 28, size: float = 16.0, rows: int = 22
) -> list[list[Placed]]:
    """Paragraphs set as an office sets them: first line set in by two, page numbers below.

    The first is centred as a title is.
    """
    pages: list[list[Placed]] = [[]]
    left, step = 72.0, 28.0
    row = 0

    def put(x: float, words: str) -> None:
        nonlocal row
        if row == rows:
            pages.append([])
            row = 0
        # One character alone has no width in a font without outlines, and would be lost.
        drawn = words if len(words) > 1 else words + " "
        pages[-1].append((x, 72 + row * step, size, drawn))
        row += 1

    for number, paragraph in enumerate(paragraphs):
        if number == 0:
            put(left + (across - len(paragraph)) * size / 2, paragraph)
            continue
        flush = paragraph.endswith("：") and number <= 3
        rest, indent = paragraph, 0 if flush else 2
        while rest:
            cut = across - indent
            put(left + indent * size, rest[:cut])
            rest, indent = rest[cut:], 0
    for number, page in enumerate(pages, 1):
        page.append((270, 790, 14, f"— {number} —"))
    return pages


def html(paragraphs: Sequence[str], *, title: str = "", around: str = "") -> str:
    """A portal's page: navigation, the text in the middle, a footer."""
    body = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    links = "".join(f'<li><a href="/{n}">政务公开栏目{n}</a></li>' for n in range(30))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>"
        f"<title>{escape(title)}_某市人民政府</title>"
        f"<meta name=ArticleTitle content='{escape(title)}'></head><body>"
        f"<div class=nav><ul>{links}</ul></div><div class=crumb>您当前的位置：首页 &gt; 文件</div>"
        f"{around}<div class=wrap><div class=TRS_Editor>{body}</div></div>"
        "<div class=footer><p>主办：某市人民政府办公室，承办：某市大数据中心。</p>"
        "</div><script>var a='<p>（责任单位：省财政厅）</p>'</script></body></html>"
    )


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph of a Word file; ``properties`` is the inside of its ``w:pPr``."""
    opening = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{opening}<w:r><w:t xml:space='preserve'>{escape(words)}</w:t></w:r></w:p>"


def word_part(inside: str, root: str = "document") -> bytes:
    """A part of a Word file: its root element with what is inside."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{inside}</w:{root}>'
    ).encode()


def docx(body: str, parts: Mapping[str, bytes] = {}) -> bytes:  # noqa: B006
    """A Word file with the body's elements and further parts by name."""
    held = {
        "[Content_Types].xml": _TYPES.encode(),
        "word/document.xml": word_part(f"<w:body>{body}<w:sectPr/></w:body>"),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return out.getvalue()
