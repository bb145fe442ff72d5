"""What campaigns and inspections tell the archive when they have ended."""

from __future__ import annotations

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.campaigns import access, contacts, inspection_words
from gongkai.campaigns.models import Campaign, CampaignStep, Inspection, InspectionStep
from gongkai.campaigns.queries import campaigns, inspections
from gongkai.campaigns.queries.subjects import NOTICE, subject_of
from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.campaigns import course, inspection_course

_INSPECTED = kinds()["inspection"].states


def _campaign(pk: int) -> Record:
    found = Campaign.objects.select_related("agency", "unit").get(pk=pk)
    notices = [(NOTICE, key) for key in found.notices.order_by("id").values_list("pk", flat=True)]
    listed = found.listed.select_related("site").order_by("site__code")
    sites = [
        [each.site.code, each.site.name, each.site.address, archiving.day_of(each.taken_out_at)]
        for each in listed
    ]
    letters, gone = archiving.letters([subject_of(found), *notices])
    head = ("编号", "名称", "地址", "移出日期")
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=gettext(course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            begins_on=found.begins_on,
            ends_on=found.ends_on,
            published_on=found.announced_on,
            counted=len(sites),
        ),
        papers=(
            _about(found),
            archiving.table("roster", "检查对象.csv", head, sites, personal=False),
            *letters,
        ),
        gone=tuple(gone),
        subjects=(subject_of(found), *notices),
    )


def _about(found: Campaign) -> Paper:
    said = [found.title, f"目的：{found.aim}", f"依据：{found.basis}", f"结果：{found.results}"]
    return archiving.text("body", "方案和结果.txt", "\n".join(said), personal=False, made_on=found.closed_on)


def _inspection(pk: int) -> Record:
    found = Inspection.objects.select_related("agency", "unit", "listed__site", "inspector", "second").get(
        pk=pk
    )
    photos, gone = archiving.parted(
        "photo",
        (
            (each.key, f"{_item(found, each.item)} {number}.jpg", "image/jpeg")
            for number, each in enumerate(found.photos.order_by("id"), 1)
        ),
    )
    return Record(
        number=found.number,
        title=f"{found.listed.site.name}现场检查",
        opened_on=archiving.day_of(found.made_at),
        ended=gettext(inspection_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            place=found.listed.site.address,
            officer=f"{found.inspector.name}、{found.second.name}",
            outcome="合格" if found.result == "passed" else "责令整改",
            due_on=found.correct_by,
            published_on=found.published_on,
            related=found.cause_number,
        ),
        papers=(_sheet(found), *photos),
        gone=tuple(gone),
        subjects=(subject_of(found),),
    )


def _item(found: Inspection, key: str) -> str:
    """What a requirement of the check-list is called; its key where the list is not known any more."""
    checklist = inspections.checklist_of(found)
    items = checklist.items if checklist else ()
    return next((inspection_words.item_name(each) for each in items if each.key == key), key)


def _sheet(found: Inspection) -> Paper:
    """The check-list as it was filled in; it may name who was there."""
    checklist = inspections.checklist_of(found)
    name = inspection_words.list_name(checklist) if checklist else found.checklist
    verdicts = dict(inspection_words.verdicts())
    said = [f"检查表：{name}（{found.checklist_from.isoformat()}起）"]
    for key, value in sorted(found.answers.items()):
        answer = [verdicts.get(value.get("verdict", ""), value.get("verdict", "")), value.get("note", "")]
        said.append(f"{_item(found, key)}：{' '.join(str(each) for each in answer if each)}")
    for label, words in (("说明", found.remark), ("撤回理由", found.withdrawn_reason)):
        said += [f"{label}：{words}"] if words else []
    if found.present:
        said.append(f"在场人：{contacts.read_words(f'inspection.{found.pk}', found.present)}")
    return archiving.text("body", "检查记录.txt", "\n".join(said), personal=True)


SOURCES = (
    Source(
        kind="campaign",
        rows=Campaign.objects.all,
        closed=Coalesce(F("closed_on"), TruncDate("updated_at")),
        told=_campaign,
        shows=lambda actor, pk: campaigns.campaign(actor, pk) is not None,
        url=lambda pk: ("workspace:campaign", (pk,)),
        steps=CampaignStep.objects.filter(
            campaign=OuterRef("pk"), move__in=archiving.moves_into(course.PROCESS, ("closed",))
        ).order_by("-pk"),
    ),
    Source(
        kind="inspection",
        rows=Inspection.objects.all,
        closed=Coalesce(F("published_on"), TruncDate("updated_at")),
        told=_inspection,
        shows=lambda actor, pk: inspections.inspection(actor, pk) is not None,
        url=lambda pk: ("workspace:inspection", (pk,)),
        whole=lambda actor, pk: access.may_see_present(actor, Inspection.objects.get(pk=pk)),
        steps=InspectionStep.objects.filter(
            inspection=OuterRef("pk"), move__in=archiving.moves_into(inspection_course.PROCESS, _INSPECTED)
        ).order_by("-pk"),
        title="listed__site__name",
    ),
)
