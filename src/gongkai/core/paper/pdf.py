"""A sheet as accessible PDF: tagged, PDF/UA-1, with title and language, set by typst.

The template ``sheet.typ`` reads the document as data (JSON); nothing in it is ever read as markup.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils.translation import gettext as _

from gongkai.core.paper.data import Data, Reader
from gongkai.core.paper.fonts import Fonts, faces_for, fonts
from gongkai.core.paper.sheet import PrintError, Sheet

logger = logging.getLogger(__name__)

#: Stands for a character no font has (〓, the printer's mark for a missing sort).
MISSING = "〓"
#: Rounds in which single missing characters are replaced before all rare ones are.
_ROUNDS = 6
_TEXTS = {"main.typ", "sheet.json"}
_NO_GLYPH = re.compile(r'PDF/UA-1 error: the text `"(.*)"` could not be displayed', re.DOTALL)


def pdf(sheet: Sheet, *, images: Mapping[str, bytes] = {}, using: Fonts | None = None) -> bytes:
    """The sheet as PDF/UA-1. ``images``: bytes by the address pictures carry; nothing is fetched.

    Safe in threads; the same sheet gives the same bytes. Raises ``PrintError`` when no Chinese font is found
    or the document cannot be set.
    """
    found = using or fonts()
    reader = Reader(sheet, images)
    data = reader.whole()
    data["faces"] = {role: asdict(face) for role, face in faces_for(found, sheet.language).items()}
    return _compile(data, {"main.typ": _template(), **reader.files}, found)


def typeset(template: bytes, data: Data, pictures: Mapping[str, bytes], language: str) -> bytes:
    """A page of a form of its own as PDF/UA-1: ``template`` reads ``sheet.json``, with ``faces``, and the pictures.

    Nothing in ``data`` is read as markup. Raises ``PrintError`` as :func:`pdf` does.
    """
    found = fonts()
    faces = {role: asdict(face) for role, face in faces_for(found, language).items()}
    return _compile({**data, "faces": faces}, {"main.typ": template, **pictures}, found)


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (Path(__file__).parent / "sheet.typ").read_bytes()


def _compile(data: Data, files: dict[str, bytes], found: Fonts) -> bytes:
    """Compile; characters no font has are shown as 〓 (PDF/UA forbids the empty box), and logged."""
    for round_ in range(_ROUNDS + 2):
        files["sheet.json"] = json.dumps(data, ensure_ascii=False).encode()
        try:
            return _typst(files, found, "ua-1")
        except typst.TypstError as error:
            missing = _NO_GLYPH.search(error.message)
            if not missing:
                logger.exception("A sheet breaks a rule of PDF/UA-1; it is set without the claim to it.")
                break
            without = set(_unescape(missing.group(1))) if round_ < _ROUNDS else set()
            data = _replace(data, _swap(without))
            logger.warning("No font has %a; the characters are printed as %s.", missing.group(1), MISSING)
    return _without_claim(files, found)


def _without_claim(files: dict[str, bytes], found: Fonts) -> bytes:
    """Tagged as ever, but not claiming PDF/UA-1: better a download that a checker faults than none."""
    try:
        return _typst(files, found)
    except typst.TypstError as error:
        logger.exception("typst refused a sheet")
        raise PrintError(_("The document could not be set as PDF: {reason}").format(reason=error)) from error


def _typst(files: dict[str, bytes], found: Fonts, *standards: str) -> bytes:
    """Texts are handed over in memory, pictures in a folder that is all the compiler can see."""
    texts: Any = {name: data for name, data in files.items() if name in _TEXTS}
    claims: Any = list(standards)
    with TemporaryDirectory(prefix="gongkai-paper-") as folder:
        for name, data in files.items():
            if name not in _TEXTS:
                Path(folder, name).write_bytes(data)
        made = typst.compile(texts, root=folder, font_paths=found.book, format="pdf", pdf_standards=claims)
    if not isinstance(made, bytes):  # several files are made for pictures only
        raise TypeError("typst gave something else than one PDF")
    return made


def _unescape(shown: str) -> str:
    """The characters in typst's quotation of them, such as ``\\u{1F600}``."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda m: chr(int(m.group(1), 16)), shown)


def _swap(characters: set[str]) -> Callable[[str], str]:
    """Replace these characters, those of GB 2312 only if there is no other; none given: all rare ones."""
    rare = {c for c in characters if not _common(c)} or characters
    if not rare:
        return lambda text: "".join(c if _common(c) else MISSING for c in text)
    table = str.maketrans(dict.fromkeys(rare, MISSING))
    return lambda text: text.translate(table)


def _common(character: str) -> bool:
    if character in "\n ":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return character.isprintable()


def _replace(value: Any, swap: Callable[[str], str]) -> Any:
    """The data with every text in it swapped; keys, addresses and names of files stay."""
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, list):
        return [_replace(v, swap) for v in value]
    if isinstance(value, dict):
        kept = {"link", "file", "kind", "align", "lang", "faces"}
        return {k: v if k in kept else _replace(v, swap) for k, v in value.items()}
    return value
