"""Who gave an opinion, and their words, as sealed values; and the marks that name nobody."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.utils import translation

from gongkai.core import sealed, secret_codes
from gongkai.core.masking import masked_name, masked_number

CODES = "opinion"


@dataclass(frozen=True, slots=True)
class Author:
    """Name, how to reach them, and the e-mail address news go to; all may be empty.

    ``language``: the one the form was read in; messages are written in it. Empty: it came another way.
    """

    name: str = ""
    contact: str = ""
    email: str = ""
    language: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.name or self.contact or self.email)


def seal(reference: str, author: Author) -> str:
    """The author as stored; bound to the opinion. Nothing for an anonymous one."""
    if not author:
        return ""
    return sealed.seal(json.dumps(asdict(author), ensure_ascii=False), f"opinion.{reference}")


def read(reference: str, token: str) -> Author:
    """The author again."""
    return Author(**json.loads(sealed.unseal(token, f"opinion.{reference}"))) if token else Author()


def speaking_to(author: Author) -> AbstractContextManager[None]:
    """Messages are written in the language of whoever reads them, not of whoever does the deed."""
    return translation.override(language_of(author))


def language_of(author: Author) -> str:
    """The language of the author: Chinese where nothing else is known."""
    return author.language if author.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def page_for(author: Author, path: str) -> str:
    """The whole address of a public page in that language."""
    language = language_of(author)
    return f"{settings.PUBLIC_URL}{'' if language == settings.LANGUAGE_CODE else f'/{language}'}{path}"


def masked(author: Author) -> Author:
    """The author as lists may show them."""
    return Author(masked_name(author.name), masked_number(author.contact), masked_number(author.email))


def seal_words(reference: str, words: str) -> str:
    """The words as they were written, sealed."""
    return sealed.seal(words, f"opinion.words.{reference}")


def read_words(reference: str, token: str) -> str:
    """The words again."""
    return sealed.unseal(token, f"opinion.words.{reference}")


def new_reference() -> str:
    """Short, told on the telephone, says nothing of how many there are."""
    return "YJ-" + secret_codes.code_of("opinion reference", secret_codes.new_token()).replace("-", "")[:8]


def words_mark(clause: str, words: str) -> str:
    """What finds the very same text again; spaces and case do not count."""
    plain = "".join(words.split()).lower()
    return hashlib.sha256(f"{clause}\x00{plain}".encode()).hexdigest()


def token_mark(token: str) -> str:
    """What finds the same form sent twice; it cannot be turned into anything about the sender."""
    return secret_codes.mark_of("opinion form", token) if token else ""
