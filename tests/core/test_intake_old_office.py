"""Are macros, passwords and hidden sheets found in old Office files too?"""

from __future__ import annotations

import io
import struct

import pytest

from gongkai.core.intake import Inspected, inspect
from gongkai.core.refusals import Invalid

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file ([MS-CFB]) with streams of at least 4,096 bytes in its root: enough for a reader."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries: list[tuple[str, int, int, int]] = []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        first, count = len(chains), -(-len(data) // 512)
        chains += [*range(first + 1, first + count), END]
        sectors += [data[i * 512 : (i + 1) * 512].ljust(512, b"\0") for i in range(count)]
        entries.append((name, 2, first, len(data)))
    entries += [(name, 1, 0, 0) for name in storages]
    names = [("Root Entry", 5, END, 0), *entries]
    while len(names) % 4:
        names.append(("", 0, 0, 0))
    directory = b""
    for at, (name, kind, first, size) in enumerate(names):
        raw = name.encode("utf-16-le") + b"\0\0" if name else b""
        right = at + 1 if 0 < at < len(entries) else FREE
        child = 1 if kind == 5 and entries else FREE
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
        directory += bytes(16) + struct.pack("<I", 0) + bytes(16) + struct.pack("<IQ", first, size)
    start = len(chains)
    count = len(directory) // 512
    chains += [*range(start + 1, start + count), END]
    sectors += [directory[i * 512 : (i + 1) * 512] for i in range(count)]
    fat_at = len(chains)
    chains.append(FAT)
    assert len(chains) <= 128
    sectors.append(struct.pack("<128I", *chains, *[FREE] * (128 - len(chains))))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, start, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", fat_at, *[FREE] * 108) + b"".join(sectors)


def look(data: bytes, name: str) -> Inspected:
    return inspect(io.BytesIO(data), name, max_bytes=10_000_000)


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Invalid) as caught:
        look(data, name)
    return str(caught.value.reason)


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def workbook(*sheets: bytes) -> bytes:
    return record(0x809, bytes(16)) + b"".join(record(0x85, each) for each in sheets) + record(0x0A, b"")


SHEET = struct.pack("<IBB", 0, 0, 0) + b"\x01\x00A"


def test_an_old_letter_is_taken_with_advice() -> None:
    found = look(compound({"WordDocument": bytes(12)}), "通知.doc")
    assert (found.kind, found.content_type) == ("doc", "application/msword")
    assert "old Office format" in str(found.warnings[-1])
    assert look(compound({"WordDocument": bytes(12)}), "通知.wps").kind == "doc"


def test_macros_are_refused() -> None:
    assert "macros" in refusal(compound({"WordDocument": bytes(12)}, ("Macros",)), "a.doc")
    assert "macros" in refusal(compound({"Workbook": workbook(SHEET)}, ("_VBA_PROJECT_CUR",)), "a.xls")
    macro_sheet = struct.pack("<IBB", 0, 0, 1) + b"\x01\x00A"
    assert "macros" in refusal(compound({"Workbook": workbook(macro_sheet)}), "a.xls")
    atom = b"\x02\x00\x00\x04\x0c\x00\x00\x00" + struct.pack("<III", 5, 1, 2)
    assert "macros" in refusal(compound({"PowerPoint Document": bytes(40) + atom}), "a.ppt")


def test_passwords_are_refused() -> None:
    assert "password" in refusal(compound({"EncryptedPackage": b"x"}), "a.docx")
    assert "password" in refusal(compound({"WordDocument": bytes(11) + b"\x01"}), "a.doc")
    assert "password" in refusal(compound({"Workbook": record(0x2F, bytes(6))}), "a.xls")


def test_hidden_sheets_are_named() -> None:
    hidden = struct.pack("<IBB", 0, 1, 0) + b"\x01\x00B"
    deep = struct.pack("<IBB", 0, 2, 0) + b"\x01\x00C"
    said = "\n".join(map(str, look(compound({"Workbook": workbook(SHEET, hidden, deep)}), "a.xls").warnings))
    assert "hidden sheets (1)" in said
    assert "so deeply" in said


def test_an_installer_is_no_document() -> None:
    assert "cannot tell" in refusal(compound({"Property": b"x"}), "a.doc")
