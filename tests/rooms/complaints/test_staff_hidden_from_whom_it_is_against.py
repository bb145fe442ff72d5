"""Does what is said against a person or unit reach them nowhere: no row, number, board, search, clock or file?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions
from gongkai.complaints.models import Matter
from gongkai.complaints.queries import register, worklists
from gongkai.core import clock
from gongkai.core.models import Deadline
from matter_stage import STANDS
from mattering import go
from matters_on_screen import LIST, photo, record

PAGES = (
    LIST,
    *(f"{LIST}lists/{name}/" for name in register.LISTS),
    f"{LIST}precedents/",
    "/workspace/",
    "/workspace/?list=waiting",
    "/workspace/?list=soon",
    "/workspace/?list=done",
    "/workspace/deadlines/",
)


def numbers_of(page: str) -> list[str]:
    """Every count of the navigation, the tabs and the figures."""
    return re.findall(r'class="count">([^<]*)<', page)


def against(cast: Cast, who: str) -> list[Matter]:
    """Matters against one of the cast in many stands, with an instruction, a file and a joined one."""
    made = [
        make(cast, title="状告此人") for make in (mattering.submitted, mattering.entered, mattering.handling)
    ]
    due = clock.today() + timedelta(days=1)
    actions.instruct(matter_id=made[2].pk, actor=cast.overseer, text="查清", due_on=due)
    file = actions.Upload(photo(), "a.jpg", "evidence")  # type: ignore[arg-type]
    actions.add_files(matter_id=made[2].pk, actor=cast.handler, files=[file])
    lead = Matter.objects.get(title="平常的事")
    made.append(go(cast, mattering.entered(cast, title="状告此人"), "merge", "taker", lead=lead.number))
    numbers = [each.pk for each in made]
    Matter.objects.filter(pk__in=numbers).update(against_person_id=cast.person(who).pk)
    # What the desk did with it before it was known whom it is against is no longer in sight either.
    return list(Matter.objects.filter(pk__in=numbers))


def seen(client: Client, page: str) -> tuple[str, list[str], int]:
    """A page, its counts, and its rows."""
    text = client.get(page, follow=True).content.decode()
    return text, numbers_of(text), text.count("work-row__title")


@pytest.mark.parametrize("who", ["caller", "chief", "taker"])
def test_nothing_changes_for_the_person(cast: Cast, who: str) -> None:
    STANDS["shelved"](cast)
    ordinary = mattering.handling(cast, title="平常的事")
    client = client_of(cast, who)
    pages = (*PAGES, record(ordinary, "beside"))
    before = {page: seen(client, page)[1:] for page in pages}
    made = against(cast, who)
    for page in pages:
        text, *numbers = seen(client, page)
        assert "状告此人" not in text, page
        assert tuple(numbers) == before[page], page
    assert f'href="{LIST}{made[0].pk}/"' not in seen(client, f"{LIST}?text=状告")[0]
    for matter in made:
        searched = client.get("/workspace/search/", {"q": matter.number})
        assert record(matter) != searched.headers["Location"]
        assert client.get(record(matter)).status_code == 404
        for file in matter.files.all():
            assert client.get(f"{LIST}{matter.pk}/files/{file.pk}/small/").status_code == 404
            assert client.post(f"{LIST}{matter.pk}/files/{file.pk}/").status_code == 404
        instructions = [str(each.pk) for each in matter.instructions.all()]
        clocks = Deadline.objects.filter(subject_type="complaints.matter", subject=str(matter.pk))
        clocks |= Deadline.objects.filter(subject_type="complaints.instruction", subject__in=instructions)
        for row in clocks:
            assert client.get(f"/workspace/deadlines/{row.pk}/").status_code == 404, row.rule
    Matter.objects.filter(pk__in=[each.pk for each in made]).update(against_person=None)
    text, *numbers = seen(client, LIST)
    assert "状告此人" in text, "the test would see it"
    assert tuple(numbers) != before[LIST]


def test_nothing_changes_for_the_unit(cast: Cast) -> None:
    unit = cast.units["office"].pk
    before = {who: worklists.to_do_count(getattr(cast, who)) for who in ("chief", "caller", "taker")}
    overdue = worklists.overdue_count(cast.chief)
    matter = mattering.submitted(cast, title="状告这个科", against_unit_id=unit)
    for who, count in before.items():
        assert worklists.to_do_count(getattr(cast, who)) == count, who
        assert client_of(cast, who).get(record(matter)).status_code == 404, who
    assert worklists.overdue_count(cast.chief) == overdue
    assert "状告这个科" in words_of(client_of(cast, "overseer").get(LIST)), "the leader sees it"
