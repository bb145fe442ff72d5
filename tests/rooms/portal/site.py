"""Every public page with an address that works on the stage of ``stage``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cast import Cast, content, go, make_cast, published
from gongkai.core import clock
from gongkai.people.models import Agency, Body, Membership, Post
from gongkai.publishing import actions
from gongkai.publishing.models import Document


@dataclass
class Stage:
    """A bureau with something to show: a document with two versions, one repealed, one withdrawn, one internal."""

    cast: Cast
    document: Document
    repealed: Document
    withdrawn: Document
    internal: Document


def stage() -> Stage:
    with clock.travel_to(date(2026, 3, 20)):
        cast = make_cast()
        Agency.objects.filter(pk=cast.agency.pk).update(
            functions="管理市容。", address="测试路1号", credit_code="11341600014314799X"
        )
        group = Body.objects.create(
            agency=cast.agency, name="领导小组", kind="leading_group", begins_on=date(2020, 1, 1)
        )
        Membership.objects.create(
            body=group, seat="head", post=Post.objects.get(title="leader"), begins_on=date(2020, 1, 1)
        )
        for slug, title in (("waste", "渣土整治"), ("systems", "公开制度"), ("annual-reports", "年报")):
            actions.open_topic(actor=cast.office, agency_id=cast.agency.pk, slug=slug, title=title)
        document = published(cast, topics=["waste"], document_number="测城管〔2026〕1号")
    with clock.travel_to(date(2026, 4, 1)):
        document = corrected(cast, document)
    with clock.travel_to(date(2026, 4, 2)):
        repealed = go(cast, published(cast, title="旧的办法"), "repeal", "office", reason="已有新规定")
        withdrawn = go(cast, published(cast, title="撤下的"), "withdraw", "office", reason="决定已被撤销")
        internal = published(cast, title="内部通报", audience="staff")
    return Stage(cast, document, repealed, withdrawn, internal)


def corrected(cast: Cast, document: Document, old: str = "密闭", new: str = "全程密闭") -> Document:
    """The document with a second version on its page."""
    document = go(cast, document, "correct", "drafter", reason="补充要求")
    working = document.working
    assert working is not None
    actions.save_draft(
        actor=cast.drafter,
        document_id=document.pk,
        expected_version=document.version,
        content=content(
            body=working.body.replace(old, new),
            title=working.title,
            document_number=working.document_number,
        ),
    )
    for key, who in (
        ("submit", "drafter"),
        ("section_agree", "section_head"),
        ("secrecy_open", "secrecy"),
        ("approve", "leader"),
        ("publish", "office"),
    ):
        document = go(cast, document, key, who)
    return document


def many(cast: Cast, number: int) -> None:
    """``number`` more documents, each on a day of its own."""
    for at in range(number):
        with clock.travel_to(date(2026, 5, 6) + timedelta(days=at)):
            published(cast, title=f"第{at}号文件", date_made=clock.today())


def pages(on: Stage) -> list[str]:
    """Addresses of HTML pages, each at least once."""
    here = f"/documents/{on.document.slug}/"
    return [
        *("/", "/guide/", "/systems/", "/reports/", "/apply/", "/topics/", "/topics/waste/", "/documents/"),
        *("/catalogue/", "/catalogue/article20.1/", f"/catalogue/?agency={on.cast.agency.code}"),
        *(here, f"{here}versions/1/", f"{here}compare/?from=1&to=2", f"{here}compare/?from=7"),
        *(f"/documents/{on.repealed.slug}/", f"/documents/{on.withdrawn.slug}/"),
        *("/search/", "/search/?q=渣土", "/search/?q=没有这样的东西", "/search/?made_from=x&row=zz"),
        *("/clock/", "/clock/?rule=request.reply&start=2026-12-20&pause=2026-12-25:2026-12-28"),
        "/clock/?rule=x&start=2026-13-1&pause_first=&pause_last=2026-01-01&extend=q",
        *(
            "/processes/",
            "/processes/disclosure/",
            "/processes/request/",
            "/processes/annual_report/",
            "/ledger/",
            "/view/",
            "/contact/",
            "/help/",
            "/copyright/",
        ),
        *("/privacy/", "/accessibility/", "/glossary/", "/sitemap/", "/agencies/"),
        *(f"/agencies/{on.cast.agency.code}/", f"/agencies/{on.cast.agency.code}/guide/"),
    ]
