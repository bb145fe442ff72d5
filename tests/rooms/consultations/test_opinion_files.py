"""Do files that come with an opinion stay sealed, name nobody, and open for those alone who handle it?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import consulting as stage
import pytest
from consulted import body
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Word
from opinion_sheet import ANSWER, code_on, opened, refused

from cast import Cast
from desk import client_of, words_of
from gongkai.consultations.actions import attaching, opinions
from gongkai.consultations.actions.attaching import Upload
from gongkai.consultations.actions.opinions import OpinionInput
from gongkai.consultations.models import Document, Opinion, OpinionFile
from gongkai.core import clock, sealed, secret_codes
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal

pytestmark = pytest.mark.django_db

SAID = "附件里的话"


@pytest.fixture(autouse=True)
def _light(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0
    settings.GONGKAI_EMAIL_URL = ""


def word(author: str = "示例甲") -> bytes:
    made, content = Word(), io.BytesIO()
    made.add_paragraph(SAID)
    made.core_properties.author = author
    made.save(content)
    return content.getvalue()


def sent(name: str = "示例甲的意见.docx", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, word() if content is None else content)


def uploads(*contents: bytes) -> list[Upload]:
    return [Upload(io.BytesIO(content), "意见.docx") for content in contents]


def sealed_bytes() -> list[Path]:
    folder = Path(django_settings.DATA_DIR) / "files" / "sealed"
    return [path for path in folder.rglob("*") if path.is_file()]


def opinions_of(made: Document) -> str:
    return f"/en/consultations/{made.agency.code}/{made.number}/opinions/"


def test_files_come_along_sealed_and_without_their_authors_name(cast: Cast) -> None:
    made = stage.consulting(cast)
    answer = opened(made).send(attachments=[sent(), sent("list.txt", "名单".encode())])
    assert "2 attachments came with it. They are not shown to the public." in words_of(answer)
    kept = Opinion.objects.get()
    files = list(OpinionFile.objects.filter(opinion=kept))
    assert [each.name for each in files] == ["attachment-1.docx", "attachment-2.txt"]
    for path in sealed_bytes():
        assert b"PK" not in path.read_bytes()[:200]
    read = Word(io.BytesIO(sealed.fetch(files[0].key)))
    assert [each.text for each in read.paragraphs] == [SAID]
    assert "示例甲" not in (read.core_properties.author, read.core_properties.last_modified_by)
    event = Event.objects.get(verb="consultations.opinion.given")
    assert (event.data["files"], "示例甲" in str(event.data)) == (2, False)
    assert kept.author == ""


def test_the_form_says_what_may_come_and_who_reads_it(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 3 << 20
    page = words_of(Client().get(opened(stage.consulting(cast)).address))
    assert "At most 5 files of at most 3 MB each" in page
    assert "never shown to the public" in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ" + bytes(200), "a.exe"),
        ("a.docx", b"no archive", "a.docx"),
        ("a.txt", b"x" * 5000, "a.txt"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, settings: Any, name: str, content: bytes, sentence: str
) -> None:
    settings.GONGKAI_MAX_UPLOAD = 4000
    made = stage.consulting(cast)
    page = refused(opened(made).send(attachments=[sent(name, content)]), sentence)
    assert "建议放宽行驶时间。" in page
    assert "Please choose your files again" in page
    assert (Opinion.objects.count(), sealed_bytes()) == (0, [])


def test_a_form_that_has_to_be_mended_says_that_files_are_to_be_chosen_again(cast: Cast) -> None:
    made = stage.consulting(cast)
    page = refused(opened(made).send(words="", attachments=[sent()]), "Write your opinion.")
    assert "Please choose your files again" in page
    assert "Please choose your files again" not in refused(opened(made).send(words=""), "Write your opinion.")
    assert sealed_bytes() == []


def test_no_more_files_than_the_house_takes(cast: Cast) -> None:
    made = stage.consulting(cast)
    many = [sent(f"{at}.txt", b"abc") for at in range(attaching.most_files() + 1)]
    refused(opened(made).send(attachments=many), "At most 5 files can be sent along.")
    version = stage.texts.newest_public(made)
    assert version is not None
    with pytest.raises(Invalid):
        opinions.give_opinion(
            document_id=made.pk, version_number=version.number, token=secret_codes.new_token(),
            given=OpinionInput("意见"), files=uploads(*[b"abc"] * 6),
        )  # fmt: skip
    assert sealed_bytes() == []


def test_a_second_click_keeps_the_files_once(cast: Cast) -> None:
    made = stage.consulting(cast)
    sheet = opened(made)
    told = [code_on(sheet.send(attachments=[sent()])) for _ in range(2)]
    assert told[0] == told[1]
    assert (OpinionFile.objects.count(), len(sealed_bytes())) == (1, 1)


def test_a_deed_that_fails_leaves_no_bytes_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = stage.consulting(cast)

    def give(version: int) -> None:
        opinions.give_opinion(
            document_id=made.pk, version_number=version, token=secret_codes.new_token(),
            given=OpinionInput("意见"), files=uploads(word()),
        )  # fmt: skip

    with pytest.raises(Refusal):
        give(7)
    assert sealed_bytes() == []

    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the machine goes down")

    monkeypatch.setattr(opinions, "tell_ledger", fails)
    with pytest.raises(RuntimeError):
        give(1)
    assert (Opinion.objects.count(), sealed_bytes()) == (0, [])


def test_the_public_reads_that_there_are_some_and_no_more(cast: Cast) -> None:
    made = stage.consulting(cast)
    reference, code = code_on(opened(made).send(attachments=[sent()]))
    stage.shown(cast, Opinion.objects.get())
    mine = words_of(Client().post(ANSWER, {"reference": reference, "code": code}))
    for page in (words_of(Client().get(opinions_of(made))), mine):
        assert "1 attachment, not shown" in page
        assert "attachment-1" not in page
        assert SAID not in page
    stage.ended(made)
    stage.answered(cast, made)
    report = words_of(Client().get(opinions_of(made).replace("opinions/", "report/")))
    assert "1 attachment, not shown" in report


def test_what_came_is_asked_once_for_a_page_of_opinions(cast: Cast) -> None:
    made = stage.consulting(cast)
    for _ in range(2):
        code_on(opened(made).send(attachments=[sent()]))
    stage.shown(cast, *Opinion.objects.all())
    counts = []
    for _ in range(2):
        Client().get(opinions_of(made))  # what a process remembers of the house is not asked twice
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(opinions_of(made)).content.count(b"attachment, not shown") >= 2
        counts.append(len(asked))
        for _ in range(3):
            code_on(opened(made).send(words=secret_codes.new_token(), attachments=[sent()]))
        stage.shown(cast, *Opinion.objects.all())
    assert counts[0] == counts[1]


def file_of(made: Document, kept: Opinion) -> str:
    file = OpinionFile.objects.get(opinion=kept)
    return f"/workspace/consultations/{made.pk}/opinions/{kept.pk}/files/{file.pk}/"


def test_who_handles_opinions_opens_them_and_the_ledger_knows(cast: Cast) -> None:
    made = stage.consulting(cast)
    reference, _code = code_on(opened(made).send(attachments=[sent()]))
    kept = Opinion.objects.get()
    at = file_of(made, kept)
    for who in ("rule_drafter", "rule_publisher"):
        page = words_of(client_of(cast, who).get(f"/workspace/consultations/{made.pk}/opinions/{kept.pk}/"))
        assert f'action="{at}"' in page
        response = client_of(cast, who).post(at)
        assert response.status_code == 200
        assert Word(io.BytesIO(body(response))).paragraphs[0].text == SAID
        assert response["Content-Disposition"] == f'attachment; filename="{reference}-attachment-1.docx"'
        assert "no-store" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]
    assert Event.objects.filter(verb="consultations.opinion.file_opened").count() == 2
    listed = words_of(client_of(cast, "rule_drafter").get(f"/workspace/consultations/{made.pk}/opinions/"))
    assert "1个附件" in listed


@pytest.mark.parametrize("who", ["rule_legal", "rule_leader", "rival_rule_drafter", "outsider", "supervisor"])
def test_nobody_else_opens_them(cast: Cast, who: str) -> None:
    made = stage.consulting(cast)
    code_on(opened(made).send(attachments=[sent()]))
    kept = Opinion.objects.get()
    response = client_of(cast, who).post(file_of(made, kept))
    assert response.status_code in (403, 404)
    with pytest.raises(NotAllowed):
        attaching.open_file(
            document_id=made.pk,
            opinion_id=kept.pk,
            file_id=OpinionFile.objects.get().pk,
            actor=getattr(cast, who),
        )
    seen = client_of(cast, who).get(f"/workspace/consultations/{made.pk}/opinions/{kept.pk}/")
    assert file_of(made, kept) not in seen.content.decode()
    assert not Event.objects.filter(verb="consultations.opinion.file_opened").exists()


def test_a_file_opens_only_where_it_belongs(cast: Cast) -> None:
    made, other = stage.consulting(cast), stage.consulting(cast, title="另一个办法")
    code_on(opened(made).send(attachments=[sent()]))
    stray = stage.opinion(other).opinion
    at = f"/workspace/consultations/{other.pk}/opinions/{stray.pk}/files/{OpinionFile.objects.get().pk}/"
    assert client_of(cast, "rule_drafter").post(at).status_code == 403
    assert client_of(cast, "rule_drafter").get(file_of(made, Opinion.objects.first())).status_code == 405  # type: ignore[arg-type]
    assert client_of(cast, "rule_drafter").post(f"{at[:-2]}{10**25}/").status_code in (403, 404)


def test_scans_come_with_an_opinion_that_is_entered_and_are_kept_as_they_are(cast: Cast) -> None:
    made = stage.consulting(cast)
    client, at = client_of(cast, "rule_drafter"), f"/workspace/consultations/{made.pk}/opinions/enter/"
    said = {
        "channel": "letter", "received_on": clock.today().isoformat(), "version": "1", "on": "whole",
        "words": "建议增加消纳场。", "token": secret_codes.new_token(), "do": "keep",
    }  # fmt: skip
    page = words_of(client.post(at, {**said, "words": "", "attachments": [sent()]}))
    assert "Please choose the files again: browsers do not keep them." in page or "请重新选择" in page
    assert client.post(at, {**said, "attachments": [sent()]}).status_code == 302
    kept = Opinion.objects.get()
    file = OpinionFile.objects.get(opinion=kept)
    assert Word(io.BytesIO(sealed.fetch(file.key))).core_properties.author == "示例甲"
    assert Event.objects.get(verb="consultations.opinion.entered").data["files"] == 1


def test_the_staffs_file_counts_and_names_them_and_holds_nothing_of_them(cast: Cast) -> None:
    made = stage.consulting(cast)
    code_on(opened(made).send(attachments=[sent(), sent("b.txt", b"abc")]))
    code_on(opened(made).send(words="没有附件"))
    client = client_of(cast, "rule_drafter")
    rows = json.loads(body(client.get(f"/workspace/consultations/{made.pk}/export.json")))["opinions"]
    assert [(row["attachments"], row["files"]) for row in rows] == [
        (2, "attachment-1.docx attachment-2.txt"),
        (0, ""),
    ]
    text = body(client.get(f"/workspace/consultations/{made.pk}/export.csv")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1].count("attachment-1.docx attachment-2.txt") == 1
    assert SAID not in text


def test_the_database_itself_keeps_what_came(cast: Cast) -> None:
    made = stage.consulting(cast)
    code_on(opened(made).send(attachments=[sent()]))
    rows = OpinionFile.objects.all()
    for deed in (lambda: rows.update(name="x"), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert OpinionFile.objects.get().name == "attachment-1.docx"
