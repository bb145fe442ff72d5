"""Opinions on the staff's screens for tests: their addresses, the ticks of the list, an answer as the form sends it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from desk import post
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinion_lists as lists


def base(made: Document) -> str:
    return f"/workspace/consultations/{made.pk}/"


def one(made: Document, row: Opinion, deed: str = "") -> str:
    return f"{base(made)}opinions/{row.pk}/{f'{deed}/' if deed else ''}"


def ticks(*rows: Opinion) -> list[str]:
    now = [Opinion.objects.get(pk=row.pk) for row in rows]
    return [f"{row.pk}:{lists.look_stamp(row)}:{lists.answer_stamp(row)}" for row in now]


def many(client: Client, made: Document, do: str, *rows: Opinion, query: str = "", **said: Any) -> Any:
    address = f"{base(made)}opinions/{query}"
    return post(client, address, do=do, chosen=ticks(*rows), **said)


def answer_of(
    verdict: str = "not_adopted", reason: str = "与上位法不一致。", clause: str = ""
) -> dict[str, str]:
    return {"answer-verdict": verdict, "answer-reason": reason, "answer-clause": clause}


def now(row: Opinion) -> Opinion:
    return Opinion.objects.get(pk=row.pk)
