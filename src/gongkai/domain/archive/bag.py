"""A package as BagIt 1.0 lays it out (RFC 8493): manifests, the lines of ``bag-info.txt``, what the reader is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.domain.cells import guarded

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
INFO, BAGIT = "bag-info.txt", "bagit.txt"
#: Files of a package beside its papers.
LEDGER, DIGESTS, TOLD = "data/ledger.jsonl", "data/ledger-digests.txt", "data/ledger.txt"
METADATA, LIST, README = "data/metadata.json", "data/metadata.csv", "data/README.txt"
PAPERS = "data/documents"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package: where it lies, its digest, its size in bytes."""

    path: str
    sha256: str
    size: int


def sha256(content: bytes) -> str:
    """The digest as manifests write it."""
    return hashlib.sha256(content).hexdigest()


def manifest(entries: Iterable[Entry]) -> str:
    """``manifest-sha256.txt``: a line a file, in the order of their paths, as ``sha256sum -c`` reads it."""
    rows = sorted(entries, key=lambda each: each.path)
    return "".join(f"{each.sha256}  {each.path}\n" for each in rows)


def oxum(entries: Iterable[Entry]) -> str:
    """Bytes and number of the payload's files, as ``bag-info.txt`` gives them."""
    listed = list(entries)
    return f"{sum(each.size for each in listed)}.{len(listed)}"


def info(rows: Sequence[tuple[str, str]]) -> str:
    """``bag-info.txt``: a line for each element, values on one line."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in rows if value.strip())


def canonical(value: Mapping[str, Any]) -> str:
    """JSON in one form: keys sorted, no blanks but in words, signs as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV table that spreadsheets open with its Chinese right: begins with a byte order mark, lines end in CRLF."""
    lines = [head, *rows]
    return "\ufeff" + "".join(",".join(_cell(cell) for cell in line) + "\r\n" for line in lines)


def _cell(value: str) -> str:
    plain = guarded(value)
    return '"' + plain.replace('"', '""') + '"' if any(sign in plain for sign in ',"\r\n') else plain


README_TEXT = """档案包说明
==========

档号：{number}
题名：{title}

本档案包按 BagIt 1.0（RFC 8493）打包，不需要任何专用软件即可核对。

一、核对全部文件是否完整、未被改动
  在本档案包的文件夹中运行：
      sha256sum -c manifest-sha256.txt
      sha256sum -c tagmanifest-sha256.txt
  （苹果电脑用 shasum -a 256 -c；Windows 用 PowerShell 的 Get-FileHash 逐个比对，或者用任何 BagIt 工具。）

二、各文件
  data/documents/           文件材料，按序号排列
  data/metadata.json        元数据（机器可读）
  data/metadata.csv         元数据和文件清单（表格）
  data/ledger.txt           台账，逐条说明谁在何时以何职务办了什么
  data/ledger.jsonl         台账原始记录，每行一条
  data/ledger-digests.txt   每条台账记录的摘要值和序号，与 ledger.jsonl 各行对应

三、核对台账记录
  ledger.jsonl 的每一行（不含行末换行符）就是计算摘要的原文：JSON，键按字典序排列，无多余空格，UTF-8 编码，
  中文不转义。对一行计算 SHA-256，应当等于 ledger-digests.txt 同一行的第一栏：
      while IFS= read -r line; do printf %s "$line" | sha256sum | cut -c1-64; done \\
        < data/ledger.jsonl | diff - <(cut -c1-64 data/ledger-digests.txt) && echo OK
  （一行中 "digest_name" 写的是 "sm3" 的，用 SM3 计算。）
  "previous" 是全库台账中上一条记录的摘要值：本包只摘录与本件有关的记录，上一条可能不在本包内。
  "sealed" 中是个人信息的加盐摘要值；个人信息本身不在台账摘录中。

This package
============

It is laid out as BagIt 1.0 (RFC 8493) and can be checked without the software that made it:
      sha256sum -c manifest-sha256.txt
      sha256sum -c tagmanifest-sha256.txt
or with any BagIt tool. data/documents holds the papers, data/metadata the list of elements and files, data/ledger.txt
what was done in sentences. Each line of data/ledger.jsonl, without its line end, is the text its digest is computed
over (JSON, keys sorted, no blanks, UTF-8, nothing escaped): its SHA-256 (or SM3, where the line says so) stands in the
same line of data/ledger-digests.txt. "previous" is the digest of the event before it in the whole ledger, which may
not be in this extract; "sealed" holds salted digests of personal values, which are not in it.
"""


def ledger_faults(extract: str, digests: str) -> list[int]:
    """Numbers of the lines (from 1) of a ledger's extract whose digest is not the one told beside it.

    A digest this machine cannot compute counts as one that does not agree. Lines too many or too few are faults.
    """
    lines, told = _lines(extract), _lines(digests)
    pairs = enumerate(zip(lines, told, strict=False), 1)
    faults = [number for number, (line, said) in pairs if not _agrees(line, said)]
    shorter, longer = sorted((len(lines), len(told)))
    return [*faults, *range(shorter + 1, longer + 1)]


def _lines(text: str) -> list[str]:
    """The lines as a shell counts them: only a line feed ends one, and the last needs none."""
    parts = text.split("\n")
    return parts if parts[-1] else parts[:-1]


def _agrees(line: str, said: str) -> bool:
    try:
        name = str(json.loads(line)["digest_name"])
        return hashlib.new(name, line.encode()).hexdigest() == said.split()[0]
    except (ValueError, KeyError, TypeError, IndexError):
        return False
