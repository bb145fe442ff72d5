"""What the API modules of all rooms share: how a day is written, and what is answered when nothing is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gongkai.core.refusals import Refusal
from gongkai.domain.text import N_, Text


class Missing(Refusal):
    """Nothing stands under the name asked for."""

    status = 404


class Gone(Refusal):
    """It was there and was taken away; ``facts`` are answered beside the sentence."""

    status = 410

    def __init__(self, reason: Text, facts: Mapping[str, Any]) -> None:
        super().__init__(reason)
        self.facts = facts


_NONE = object()


def about(description: str, example: object = _NONE) -> Any:
    """A field of an answer: what it means (a msgid), and an example; none where the field is a shape itself."""
    return Field(description=description, examples=None if example is _NONE else [example])


class Problem(Schema):
    """Why a question was not answered."""

    message: str = Field(
        description=N_("What happened, why, and what to do, in one or two sentences."),
        examples=["“2026-13-01” is not a date: write it as YYYY-MM-DD, for example 2026-03-02."],
    )
    citation: str | None = Field(
        None, description=N_("The article behind a refusal, where the law speaks."), examples=[None]
    )


def _exact(value: object) -> object:
    """A day exactly as YYYY-MM-DD; an empty word is no day. Numbers would be read as seconds since 1970."""
    if value is None or isinstance(value, date) or value == "":
        return value or None
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise PydanticCustomError("day", "not a day")
    return day


_JSON_DAY = WithJsonSchema({"type": "string", "format": "date"})
#: A day in a question, written YYYY-MM-DD.
Day = Annotated[date, BeforeValidator(_exact), _JSON_DAY]
#: The same, which may be left out.
OptionalDay = Annotated[date | None, BeforeValidator(_exact), _JSON_DAY]
