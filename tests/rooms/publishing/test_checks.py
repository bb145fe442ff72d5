"""What do the checks stop, what do they ask a reason for, and what do they leave in peace?"""

from __future__ import annotations

import io
from typing import Any

import docx
import pypdf
import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from cast import BODY, Cast, draft, go, make_cast, published, walk_to
from gongkai.core import files
from gongkai.core.refusals import Invalid, Refusal
from gongkai.publishing import actions, checks, queries
from gongkai.publishing.models import Attachment, Document

pytestmark = pytest.mark.django_db

RESIDENT = "11010519491231002X"
PENALTY = {"catalogue": ["article20.6.decisions"]}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def found(document: Document) -> dict[str, str]:
    """Code → severity of every finding."""
    again = Document.objects.select_related("working").get(pk=document.pk)
    return {checked.finding.code: checked.finding.severity for checked in queries.findings(again)}


def goes_through(cast: Cast, document: Document) -> bool:
    try:
        go(cast, document, "submit", "drafter")
    except Refusal:
        return False
    return True


def explain(cast: Cast, document: Document) -> Document:
    again = Document.objects.select_related("working").get(pk=document.pk)
    reasons = {checked.key: "经核实可以公开" for checked in queries.findings(again)}
    return actions.explain_findings(
        document_id=document.pk, actor=cast.drafter, expected_version=again.version, explanations=reasons
    )


def test_a_sound_document_has_no_findings(cast: Cast) -> None:
    assert found(draft(cast)) == {}


REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("missing.title", {"title": " "}),
    ("missing.date_made", {"date_made": None}),
    ("missing.catalogue", {"catalogue": []}),
    ("missing.ground", {"openness": "closed"}),
    ("missing.ground", {"openness": "on_request"}),
    ("missing.source", {"origin": "obtained"}),
    ("body.empty", {"body": ""}),
    ("heading.skipped", {"body": "<h2>一</h2><p>文</p><h4>二</h4><p>文</p>"}),
    (
        "table.no_header",
        {
            "body": "<p>如下表。</p><table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>"
        },
    ),
    ("link.dead", {"body": '<p>见<a href="/nowhere/at/all/">此处的办法</a>。</p>'}),
    ("link.dead", {"body": '<p>见<a href="/documents/nonsense/">渣土办法</a>。</p>'}),
    ("link.dead", {"body": '<p>见<a href="/en/documents/nonsense/">渣土办法</a>。</p>'}),
    ("link.dead", {"body": '<p>见<a href="/documents/nonsense.pdf">渣土办法</a>。</p>'}),
    ("link.dead", {"body": '<p>见<a href="../nonsense/">渣土办法</a>。</p>'}),
)


@pytest.mark.parametrize(("code", "changes"), REFUSED)
def test_what_is_refused_cannot_be_explained_away(cast: Cast, code: str, changes: dict[str, Any]) -> None:
    document = draft(cast, **changes)
    assert found(document).get(code) == "refuse"
    assert not goes_through(cast, document)
    explain(cast, document)
    assert not goes_through(cast, document)
    assert Document.objects.get(pk=document.pk).state == "draft"


@pytest.mark.parametrize(
    "place",
    [
        {"body": f"<p>身份证号{RESIDENT}。</p>"},
        {"title": f"关于{RESIDENT}的通告"},
        {"summary": f"当事人{RESIDENT}。"},
        {"keywords": f"渣土，{RESIDENT}"},
        {"clarifies": f"网传{RESIDENT}被罚"},
    ],
)
def test_a_resident_number_is_found_wherever_the_public_would_read_it(
    cast: Cast, place: dict[str, str]
) -> None:
    document = draft(cast, **place)
    assert any("resident" in code or "identity" in code for code in found(document)), found(document)
    assert not goes_through(cast, document)


def test_numbers_that_only_look_alike_are_left_alone(cast: Cast) -> None:
    body = "<p>索引号014314799/2026-00001，金额110105194912310021元，电话0558-5550000。</p>"
    assert found(draft(cast, body=body)) == {}


@pytest.mark.parametrize("text", ["联系人手机：13800001234。", "请汇至账号6222021234567890128。"])
def test_other_personal_data_asks_for_a_reason(cast: Cast, text: str) -> None:
    document = draft(cast, body=f"<p>{text}</p>")
    severities = found(document)
    assert severities, text
    if "refuse" in severities.values():
        assert not goes_through(cast, document)
        return
    if "reason" not in severities.values():
        pytest.fail(f"{text}: {severities}")
    assert not goes_through(cast, document)
    explain(cast, document)
    assert goes_through(cast, document)


def test_a_reason_stays_with_what_it_is_about(cast: Cast) -> None:
    document = explain(cast, draft(cast, body="<p>手机13800001234。</p>"))
    document = actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.DraftInput(body="<p>手机13912345678。</p>"),
    )
    assert not goes_through(cast, document)


def test_names_and_homes_are_looked_for_in_penalty_decisions(cast: Cast) -> None:
    body = "<p>当事人张伟，男，住某某市某某区某某路12号3栋402室。处罚款五百元。</p>"
    plain, penalty = found(draft(cast, body=body)), found(draft(cast, body=body, **PENALTY))
    assert set(penalty) - set(plain), (plain, penalty)
    assert not goes_through(cast, draft(cast, body=body, **PENALTY))


@pytest.mark.parametrize(
    ("severity", "stops", "explained"),
    [("refuse", True, True), ("reason", True, False), ("note", False, False)],
)
def test_forbidden_wordings_act_as_the_office_set_them(
    cast: Cast, severity: str, stops: bool, explained: bool
) -> None:
    wording = actions.add_wording(
        actor=cast.office,
        agency_id=cast.agency.pk,
        pattern="国家级最佳",
        advice="改为事实",
        severity=severity,
    )
    text = "<p>本市渣土管理国家级最佳。</p>"
    document = draft(cast, body=text)
    assert found(document) == {"wording.forbidden": severity}
    assert goes_through(cast, document) is not stops
    if stops:
        explain(cast, document)
        assert goes_through(cast, document) is not explained
    actions.retire_wording(actor=cast.office, agency_id=cast.agency.pk, wording_id=wording.pk)
    assert found(draft(cast, body=text)) == {}


def test_a_wording_of_another_agency_is_not_ours(cast: Cast) -> None:
    actions.add_wording(
        actor=cast.outsider, agency_id=cast.outside_agency.pk, pattern="渣土", advice="", severity="refuse"
    )
    assert found(draft(cast, body="<p>渣土运输应当密闭。</p>")) == {}


def quoting(document: Document) -> str:
    return f'<p>依据<a href="/documents/{document.slug}/">原办法</a>制定。</p>'


def test_an_open_document_may_not_quote_a_closed_one(cast: Cast) -> None:
    public, unfinished, internal = published(cast), draft(cast), published(cast, audience="staff")
    withdrawn = go(cast, published(cast), "withdraw", "office", reason="误发")
    assert found(draft(cast, body=quoting(public))) == {}
    for closed in (unfinished, internal, withdrawn):
        document = draft(cast, body=quoting(closed))
        assert found(document) == {"link.closed": "refuse"}
        assert not goes_through(cast, document)
    linked = draft(cast)
    actions.link(
        document_id=linked.pk,
        actor=cast.drafter,
        kind="related",
        target_index=unfinished.index_number,
        expected_version=linked.version,
    )
    assert found(linked) == {"link.closed": "refuse"}


def test_internal_documents_may_quote_internal_ones(cast: Cast) -> None:
    internal = published(cast, audience="staff")
    quoted = draft(cast, audience="staff", internal_kind="award", body=quoting(internal))
    assert found(quoted) == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://www.gov.cn/documents/nonsense/",
        "//www.gov.cn/nowhere/",
        "mailto:x@example.org",
        "#part-two",
        "https://[broken",
    ],
)
def test_addresses_of_others_are_not_ours_to_judge(cast: Cast, address: str) -> None:
    document = draft(cast, body=f'<p>见<a href="{address}">国务院的办法</a>。</p>')
    assert "link.dead" not in found(document)


def test_our_own_full_address_is_inside(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://cgj.example.gov.cn"
    dead = draft(
        cast, body='<p>见<a href="https://cgj.example.gov.cn/documents/nonsense/">渣土办法</a>。</p>'
    )
    assert found(dead) == {"link.dead": "refuse"}
    alive = published(cast)
    text = f'<p>见<a href="https://cgj.example.gov.cn/documents/{alive.slug}/">渣土办法</a>。</p>'
    assert found(draft(cast, body=text)) == {}


def letter(author: str = "甄示例") -> io.BytesIO:
    paper, out = docx.Document(), io.BytesIO()
    paper.add_paragraph("各执法大队：现将有关事项通知如下。")
    paper.core_properties.author = author
    paper.save(out)
    out.seek(0)
    return out


def scripted() -> io.BytesIO:
    pdf, out = pypdf.PdfWriter(), io.BytesIO()
    pdf.add_blank_page(200, 200)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    names = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), pdf._add_object(script)])}
    )
    pdf.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})
    pdf.write(out)
    out.seek(0)
    return out


def attach(cast: Cast, document: Document, source: io.BytesIO, name: str) -> Attachment:
    return actions.attach(document_id=document.pk, actor=cast.drafter, source=source, name=name)


def strip(cast: Cast, document: Document, attachment: Attachment) -> Attachment:
    version = Document.objects.get(pk=document.pk).version
    return actions.strip_attachment(
        document_id=document.pk, actor=cast.drafter, attachment_id=attachment.pk, expected_version=version
    )


def test_metadata_is_shown_and_removed(cast: Cast) -> None:
    document = draft(cast)
    attachment = attach(cast, document, letter(), "通知.docx")
    assert "甄示例" in str(attachment.file.metadata)
    clean = strip(cast, document, attachment)
    assert clean.file.sha256 != attachment.file.sha256
    assert "甄示例" not in str(clean.file.metadata)
    assert "甄示例".encode() not in files.path_of(clean.file.sha256).read_bytes()
    assert goes_through(cast, document)


def test_a_script_in_a_file_stops_the_document_until_it_is_cleaned(cast: Cast) -> None:
    document = draft(cast)
    attachment = attach(cast, document, scripted(), "表格.pdf")
    assert found(document)["attachment.active"] == "refuse"
    assert not goes_through(cast, document)
    strip(cast, document, attachment)
    assert "attachment.active" not in found(document)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.txt"),
        (b"MZ\x90\x00" * 50, "a.exe"),
        (b"%PDF-1.7 nothing", "a.pdf"),
        (b"<svg onload=x>", "a.png"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing(cast: Cast, content: bytes, name: str) -> None:
    document = draft(cast)
    with pytest.raises(Invalid):
        attach(cast, document, io.BytesIO(content), name)
    assert not Attachment.objects.exists()
    assert Document.objects.get(pk=document.pk).version == document.version


def test_a_file_larger_than_the_limit_is_refused(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 1000
    with pytest.raises(Invalid):
        attach(cast, draft(cast), io.BytesIO("字".encode() * 1000), "a.txt")


def test_a_file_lost_from_the_disk_is_noticed(cast: Cast) -> None:
    document = draft(cast)
    attachment = attach(cast, document, letter(), "通知.docx")
    files.path_of(attachment.file.sha256).unlink()
    assert found(document)["attachment.lost"] == "refuse"


def test_a_picture_without_words_is_refused(cast: Cast) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    picture.seek(0)
    document = draft(cast)
    attachment = attach(cast, document, picture, "图.png")
    address = f"/documents/{document.slug}/attachments/{attachment.pk}/{attachment.name}"
    actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version + 1,
        content=actions.DraftInput(body=f'{BODY}<p><img src="{address}"></p>'),
    )
    assert found(document) == {"image.no_alternative": "refuse"}


def test_what_was_checked_is_what_goes_on(cast: Cast) -> None:
    """Findings are asked anew at every submission."""
    document = walk_to(cast, "section_review")
    document = go(cast, document, "section_return", "section_head", reason="补充")
    document = actions.save_draft(
        document_id=document.pk,
        actor=cast.drafter,
        expected_version=document.version,
        content=actions.DraftInput(body=f"<p>{RESIDENT}</p>"),
    )
    assert not goes_through(cast, document)
    assert not checks.passed(queries.findings(Document.objects.get(pk=document.pk)))
