"""Is a passage blacked out from the page to the file that is given, with the original kept back?"""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import files, redaction
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from gongkai.requests import actions
from gongkai.requests.models import AnswerFile, Request

pytestmark = pytest.mark.django_db
SECRET = "张三丰"
LINES = ("检查人：张三丰，电话13955510000。", "工地围挡符合要求。", "附：张三丰签名。")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def request_(cast: Cast) -> Request:
    return requesting.handling(cast)


def original(cast: Cast, request: Request) -> AnswerFile:
    content = pdf(Sheet(title="检查记录", blocks=tuple(Paragraph((Run(line),)) for line in LINES)))
    version = Request.objects.get(pk=request.pk).version
    return actions.add_file(
        request_id=request.pk, actor=cast.officer, expected_version=version, source=io.BytesIO(content),
        name="record.pdf", title="检查记录", delivered=False,
    )  # fmt: skip


def address(request: Request, file: AnswerFile, further: str = "redact/") -> str:
    return f"/workspace/requests/{request.pk}/answer/files/{file.pk}/{further}"


def send(
    cast: Cast, request: Request, file: AnswerFile, do: str, lines: str, who: str = "officer", **more: Any
) -> Any:
    version = Request.objects.get(pk=request.pk).version
    data = {"version": version, "do": do, "boxes": lines, "boxes_ground": "privacy", **more}
    return client_of(cast, who).post(address(request, file), data)


def every_place(file: AnswerFile) -> str:
    path = files.path_of(file.file.sha256)
    return redaction.boxes_text(redaction.find_words(path, [SECRET, "13955510000"], ground="privacy"))


def test_pages_are_shown_to_those_who_write_the_answer(cast: Cast, request_: Request) -> None:
    file = original(cast, request_)
    officer = client_of(cast, "officer")
    page = words_of(officer.get(address(request_, file)))
    assert address(request_, file, "pages/1/") in page
    picture = officer.get(address(request_, file, "pages/1/"))
    assert (picture.headers["Content-Type"], picture.headers["Cache-Control"]) == (
        "image/png",
        "private, max-age=600",
    )
    assert officer.get(address(request_, file, "pages/2/")).status_code == 404
    assert officer.get(address(request_, file, "pages/0/")).status_code == 404
    for who, status in (("desk", 403), ("supervisor", 403), ("outsider", 404), ("drafter", 404)):
        client = client_of(cast, who)
        assert client.get(address(request_, file)).status_code == status
        assert client.get(address(request_, file, "pages/1/")).status_code == status


def test_words_are_found_and_covered(cast: Cast, request_: Request) -> None:
    file = original(cast, request_)
    response = send(cast, request_, file, "find", "", boxes_words=f"{SECRET}\n13955510000")
    assert response.status_code == 200
    lines = (
        words_of(response).partition("data-redact-lines>")[2].partition("</textarea>")[0].strip().splitlines()
    )
    assert len(lines) == 3
    assert all(line.startswith("1 ") and line.endswith(" privacy") for line in lines)
    none = send(cast, request_, file, "find", "\n".join(lines), boxes_words="没有这个词")
    assert "field__error" in words_of(none)
    assert lines[0] in words_of(none), "what was drawn stays"


def test_copy_is_burnt_proven_and_given_and_the_original_stays(cast: Cast, request_: Request) -> None:
    file = original(cast, request_)
    response = send(cast, request_, file, "burn", every_place(file))
    assert response.status_code == 302, words_of(response)
    copy = AnswerFile.objects.get(redacted_from=file)
    file.refresh_from_db()
    assert (copy.delivered, file.delivered) == (True, False)
    assert copy.proof["sha256"] == copy.file.sha256
    assert [box["ground"] for box in copy.boxes] == ["privacy"] * 3
    text = "".join(page.extract_text() for page in pypdf.PdfReader(files.path_of(copy.file.sha256)).pages)
    assert SECRET not in text
    page = words_of(client_of(cast, "officer").get(address(request_, file)))
    assert " privacy" in page.partition("data-redact-lines>")[2], "one goes on from the boxes of the copy"
    assert send(cast, request_, file, "burn", every_place(file)).status_code == 302
    assert AnswerFile.objects.filter(redacted_from=file, removed_at=None).count() == 1, (
        "the new copy replaces it"
    )


def test_word_covered_in_one_place_and_readable_in_another_is_asked_about(
    cast: Cast, request_: Request
) -> None:
    file = original(cast, request_)
    (first, *_rest) = every_place(file).splitlines()
    response = send(cast, request_, file, "burn", first)
    assert response.status_code == 422
    page = words_of(response)
    assert 'name="sure"' in page
    assert SECRET in page
    assert first in page
    assert not AnswerFile.objects.filter(redacted_from=file).exists()
    assert send(cast, request_, file, "burn", first, sure="1").status_code == 302


@pytest.mark.parametrize("lines", ["", "1 2 3", "9 1 1 5 5 privacy", "1 10 10 20 5 made-up", "<script>"])
def test_wrong_boxes_are_said_and_kept(cast: Cast, request_: Request, lines: str) -> None:
    file = original(cast, request_)
    response = send(cast, request_, file, "burn", lines)
    assert response.status_code == 422
    page = words_of(response)
    assert "field__error" in page
    assert not AnswerFile.objects.filter(redacted_from=file).exists()
    if lines.startswith("1 2"):
        assert lines in page


def test_conflict_keeps_the_boxes(cast: Cast, request_: Request) -> None:
    file = original(cast, request_)
    seen = Request.objects.get(pk=request_.pk).version
    requesting.answered(cast, request_, who="second_officer")
    lines = every_place(file)
    response = send(cast, request_, file, "burn", lines, version=seen)
    assert response.status_code == 409
    assert lines.splitlines()[0] in words_of(response)


def test_copy_of_another_request_and_a_copy_itself_are_not_redacted(cast: Cast, request_: Request) -> None:
    file = original(cast, request_)
    send(cast, request_, file, "burn", every_place(file))
    copy = AnswerFile.objects.get(redacted_from=file)
    officer = client_of(cast, "officer")
    assert officer.get(address(request_, copy)).status_code == 404
    other = requesting.handling(cast)
    assert officer.get(address(other, file)).status_code == 404
