"""Are a record's papers all there in its package, in words a reader without this software understands?"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import archive_stage as stage
import pytest

from cast import Cast
from desk import client_of
from gongkai.core import clock
from rooms.campaigns import campaigning

pytestmark = pytest.mark.django_db
LIST = "/workspace/archive/"


def test_a_matter_takes_its_call_backs_and_supplements_along(cast: Cast, tmp_path: Path) -> None:
    from gongkai.complaints.models import Exchange

    found = stage.matter(cast)
    Exchange.objects.create(
        matter=found, question="在哪一侧？", asked_at=clock.now(), answer="在东侧。", answered_at=clock.now()
    )
    target = stage.unpacked(stage.archived(cast, "complaint", found), tmp_path)
    papers = {
        each.name[4:]: each.read_text(encoding="utf-8") for each in (target / "data/documents").iterdir()
    }
    assert "在哪一侧" in papers["问询和补充.txt"]
    assert "在东侧" in papers["问询和补充.txt"]
    assert "评价：" in papers["回访记录.txt"]
    assert "已解决：是" in papers["回访记录.txt"]


def test_a_request_names_its_disputes_and_fees(cast: Cast, tmp_path: Path) -> None:
    from gongkai.requests.models import Dispute, Fee

    found, today = stage.request(cast), clock.today()
    Fee.objects.create(
        request=found, method="item", count=30, amount=200, receipt="收据1", created_at=clock.now()
    )
    Dispute.objects.create(
        agency=cast.agency, request=found, kind="administrative_review", number="复议1号", authority="市政府",
        filed_on=today, created_at=clock.now(),
    )  # fmt: skip
    target = stage.unpacked(stage.archived(cast, "request", found), tmp_path)
    told = next((target / "data/documents").glob("*办理情况.txt")).read_text(encoding="utf-8")
    assert "复议1号" in told
    assert "收据1" in told


def test_the_yearly_list_has_the_items_number(cast: Cast) -> None:
    package = stage.archived(cast, "complaint", stage.matter(cast))
    answer = client_of(cast, "archivist").get(f"{LIST}years/{package.year}/list.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["件号"] == str(package.item)
    assert {"档号", "件号", "责任者", "题名", "日期", "页数", "保管期限"} <= set(rows[0])


def test_an_inspection_is_told_in_words(cast: Cast, tmp_path: Path) -> None:
    found = campaigning.published(cast, campaigning.running(cast), "washing")
    documents = stage.unpacked(stage.archived(cast, "inspection", found), tmp_path) / "data/documents"
    told = next(documents.glob("*检查记录.txt")).read_text(encoding="utf-8")
    assert found.checklist not in told
    assert "verdict" not in told
    assert not any(key in told for key in found.answers)
    assert not list(documents.glob("*washing*"))


def test_a_proof_of_identity_has_its_name(cast: Cast, tmp_path: Path) -> None:
    documents = (
        stage.unpacked(stage.archived(cast, "request", stage.request(cast)), tmp_path) / "data/documents"
    )
    told = next(documents.glob("*申请表.txt")).read_text(encoding="utf-8")
    assert "id_card" not in told
    assert "居民身份证" in told
