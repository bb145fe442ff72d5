"""Does what is said against a person or unit reach them nowhere: no row, number, board, search, clock or file?"""

from __future__ import annotations

import re
from datetime import timedelta

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
from matters_on_screen import LIST, PARTS, photo, record

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
    person = cast.person(who).pk
    made = [mattering.submitted(cast, title="状告此人", against_person_id=person)]
    made += [mattering.entered(cast, title="状告此人", against_person_id=person)]
    handled = (
        mattering.handling(cast, title="状告此人", against_person_id=person) if who != "handler" else None
    )
    if handled is not None:
        made.append(handled)
        actions.instruct(
            matter_id=handled.pk, actor=cast.chief if who == "overseer" else cast.overseer, text="查清",
            due_on=clock.today() + timedelta(days=1),
        )  # fmt: skip
        file = actions.Upload(photo(), "a.jpg", "evidence")  # type: ignore[arg-type]
        actions.add_files(matter_id=handled.pk, actor=cast.handler, files=[file])
    lead = Matter.objects.filter(title="平常的事").first()
    if lead is not None:
        joined = mattering.entered(cast, title="状告此人", against_person_id=person)
        go(cast, joined, "merge", "taker" if who != "taker" else "chief", lead=lead.number)
        made.append(joined)
    return made


def test_nothing_changes_for_the_person(cast: Cast) -> None:
    for stand in ("handling", "replied", "shelved"):
        STANDS[stand](cast)
    ordinary = mattering.handling(cast, title="平常的事")
    for who in ("caller", "chief", "taker"):
        client = client_of(cast, who)
        pages = (*PAGES, record(ordinary, "beside"), record(ordinary))
        before = {page: numbers_of(words_of(client.get(page))) for page in pages}
        rows = {page: words_of(client.get(page)).count("work-row__title") for page in pages}
        made = against(cast, who)
        for page in pages:
            text = words_of(client.get(page))
            assert "状告此人" not in text, (who, page)
            assert numbers_of(text) == before[page], (who, page)
            assert text.count("work-row__title") == rows[page], (who, page)
        for matter in made:
            searched = client.get("/workspace/search/", {"q": matter.number}, follow=True)
            assert f'href="{record(matter)}"' not in words_of(searched)
            assert record(matter) not in [address for address, _status in searched.redirect_chain]
            assert f'href="{record(matter)}"' not in words_of(client.get(f"{LIST}?text=状告"))
            for part in PARTS:
                assert client.get(record(matter, part)).status_code == 404, (who, part)
            for file in matter.files.all():
                assert client.get(f"{LIST}{matter.pk}/files/{file.pk}/small/").status_code == 404
                assert client.post(f"{LIST}{matter.pk}/files/{file.pk}/").status_code == 404
            instructions = [str(each.pk) for each in matter.instructions.all()]
            clocks = Deadline.objects.filter(subject_type="complaints.matter", subject=str(matter.pk))
            clocks |= Deadline.objects.filter(subject_type="complaints.instruction", subject__in=instructions)
            for row in clocks:
                assert client.get(f"/workspace/deadlines/{row.pk}/").status_code == 404, row.rule
        Matter.objects.filter(pk__in=[each.pk for each in made]).update(against_person=None)
        assert "状告此人" in words_of(client.get(LIST)), "the test would see it"
        Matter.objects.filter(title="状告此人").update(title="看过了")


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
