"""Can a text be written clause by clause without a script, with nothing typed lost and every key kept?"""

from __future__ import annotations

import time
from typing import Any

import consulting as stage
import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations.forms import clauses
from gongkai.consultations.forms.clauses import Typed, done
from gongkai.consultations.models import Document
from gongkai.consultations.queries import texts
from gongkai.domain.consultations.clauses import LEVELS, LONGEST, Provision
from stages import on_stage, once_a_file


def _build() -> Cast:
    return make_cast()


built = once_a_file(_build)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Document) -> str:
    return f"/workspace/consultations/{made.pk}/text/"


def sent(rows: list[Provision], **given: Any) -> dict[str, Any]:
    """The editor's form as a browser sends it."""
    data: dict[str, Any] = {"explanation": "说明文字"}
    for at, each in enumerate(rows):
        data |= {f"text-{at}-{each.key}": each.text, f"level-{at}": each.level}
    return {**data, **given}


def kept(made: Document) -> list[Provision]:
    return list(texts.provisions(texts.newest(made)))


def shown(page: Any) -> list[Provision]:
    return [Provision(row["level"], row["text"], row["key"]) for row in page.context["rows"]]


@pytest.mark.django_db
def test_a_text_is_begun_with_one_button_and_kept_unfinished(cast: Cast) -> None:
    made = stage.project(cast)
    drafter = client_of(cast, "rule_drafter")
    page = drafter.get(here(made))
    assert page.context["rows"] == []
    page = post(drafter, here(made), version=made.revision, do="add")
    assert [(row["level"], row["mark"]) for row in page.context["rows"]] == [("article", "第一条")]
    assert "autofocus" in words_of(page)
    given = sent([Provision("article", ""), Provision("item", "有车。")], version=made.revision, do="stay")
    assert post(drafter, here(made), **given)["Location"] == here(made)
    page = drafter.get(here(made))
    assert [row["mark"] for row in page.context["rows"]] == ["第一条", "（一）"]
    assert len(page.context["rows"][0]["wrong"]) == 1, "what is missing is said beside the provision"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed", ["up:4", "down:4", "before:4", "after:4", "drop:4", "add", "count", "lines", "back"]
)
def test_every_button_keeps_everything_typed_and_every_key(cast: Cast, deed: str) -> None:
    made = stage.drafted(cast)
    before = kept(made)
    typed = [Provision(each.level, f"{each.text}（改）", each.key) for each in before]
    drafter = client_of(cast, "rule_drafter")
    page = post(drafter, here(made), **sent(typed, version=made.revision, do=deed))
    assert page.status_code == 200
    html = words_of(page)
    assert "说明文字" in html
    assert all(f"{each.text}（改）" in html for each in before)
    if deed != "lines":
        keys = {each.key for each in shown(page)} | {(page.context["gone"] or {}).get("key", "")}
        assert {each.key for each in before} <= keys
    assert kept(made) == before, "nothing is saved yet"
    assert page.context["revision"] == made.revision


@pytest.mark.django_db
def test_what_was_taken_out_can_be_put_back(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    page = post(drafter, here(made), **sent(kept(made), version=made.revision, do="drop:2"))
    gone = page.context["gone"]
    assert gone["text"] == kept(made)[2].text
    fields = {f"gone-{name}": value for name, value in gone.items()}
    page = post(drafter, here(made), **sent(shown(page), version=made.revision, do="back", **fields))
    assert shown(page) == kept(made)


@pytest.mark.django_db
def test_a_moved_clause_keeps_its_key_and_gets_its_number(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    fourth = next(at for at, each in enumerate(kept(made)) if "二十二时" in each.text)
    key = kept(made)[fourth].key
    page = post(drafter, here(made), **sent(kept(made), version=made.revision, do=f"up:{fourth}"))
    marks = {row["key"]: row["mark"] for row in page.context["rows"]}
    assert marks[key] == "第三条"
    assert post(drafter, here(made), **sent(shown(page), version=made.revision, do="save")).status_code == 302
    assert texts.names(texts.newest(made))[key] == "第三条"
    assert [each.text[:3] for each in kept(made)][3:7] == ["运输", "运输车", "运输单", "有密闭"]


@pytest.mark.django_db
def test_lines_keep_the_keys_of_what_they_match(cast: Cast) -> None:
    made = stage.drafted(cast)
    drafter = client_of(cast, "rule_drafter")
    page = post(drafter, here(made), **sent(kept(made), version=made.revision, do="lines"))
    text = page.context["lines"]
    assert text.splitlines()[1].startswith("第一条　为了加强")
    changed = text.replace("第五条　", "第九条　新的一条。\n第五条　")
    given = {"mode": "lines", "lines": changed, "version": made.revision, "explanation": "说明"}
    back = post(drafter, here(made), **given, do="clauses")
    assert len(back.context["rows"]) == len(kept(made)) + 1
    answer = drafter.post(here(made), {**given, "do": "save"}, follow=True)
    assert "第五条" in words_of(answer), "which number was counted anew is told"
    keys = {each.text: each.key for each in kept(made)}
    assert len(set(keys.values())) == len(keys) == 10


@pytest.mark.django_db
def test_errors_stand_at_the_provision_and_nothing_is_lost(cast: Cast) -> None:
    made = stage.drafted(cast)
    rows = kept(made)
    rows[3] = Provision(rows[3].level, "长" * (LONGEST + 1), rows[3].key)
    answer = post(client_of(cast, "rule_drafter"), here(made), **sent(rows, version=made.revision, do="save"))
    assert answer.status_code == 422
    html = words_of(answer)
    assert 'href="#text-3"' in html
    assert "长" * (LONGEST + 1) in html
    assert shown(answer) == rows
    answer = post(
        client_of(cast, "rule_drafter"),
        here(made),
        **sent(rows[:2], version=made.revision, explanation="长" * 8001),
    )
    assert answer.status_code == 422
    assert 'href="#id_explanation"' in words_of(answer)


@pytest.mark.django_db
def test_two_writers_at_once_see_each_others_words(cast: Cast) -> None:
    made = stage.drafted(cast)
    first, second = (client_of(cast, who) for who in ("rule_drafter", "second_rule_drafter"))
    rows = kept(made)
    mine, yours = list(rows), list(rows)
    mine[1] = Provision("article", "甲写的第一条。", rows[1].key)
    yours[2] = Provision("article", "乙写的第二条。", rows[2].key)
    assert post(first, here(made), **sent(mine, version=made.revision, do="save")).status_code == 302
    late = post(second, here(made), **sent(yours, version=made.revision, do="save"))
    assert late.status_code == 409
    html = words_of(late)
    saved = [
        "".join(text for text, _ in row["old"]) for group in late.context["beside"] for row in group["rows"]
    ]
    assert "甲写的第一条。" in saved, "what the other wrote stands beside"
    assert "乙写的第二条。" in html
    assert kept(made)[1].text == "甲写的第一条。"
    again = sent(shown(late), version=late.context["revision"], do="save")
    assert post(second, here(made), **again).status_code == 302
    assert kept(made)[2].text == "乙写的第二条。"


@pytest.mark.django_db
def test_the_same_save_twice_is_one_version(cast: Cast) -> None:
    made = stage.ended(stage.consulting(cast))
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    seen = stage.now(made).revision
    drafter = client_of(cast, "rule_drafter")
    rows = [*kept(made), Provision("article", "新增一条。")]
    for status in (302, 409):
        assert post(drafter, here(made), **sent(rows, version=seen, do="save")).status_code == status
    assert [each.number for each in texts.every(made)] == [1, 2]


BAD: tuple[dict[str, Any], ...] = (
    {},
    {"do": "up:99999999999"},
    {"do": "up:-1"},
    {"do": "drop:4711"},
    {"do": "explode"},
    {"do": "back", "gone-text": "甲", "gone-place": "x", "gone-level": "law", "gone-key": "c" * 99},
    {"text-0-c1": "\x00甲", "level-0": "law", "do": "count"},
    {"text-0-evil": "甲", "text-x-c1": "乙", "text-99999-c1": "丙", "do": "count"},
    {"mode": "lines", "lines": "\x00", "do": "clauses"},
    {"mode": "lines", "do": "lines"},
    {"version": "甲", "do": "save"},
)


@pytest.mark.django_db
@pytest.mark.parametrize("data", BAD)
def test_nothing_that_is_sent_breaks_the_editor(cast: Cast, data: dict[str, Any]) -> None:
    made = stage.drafted(cast)
    answer = post(client_of(cast, "rule_drafter"), here(made), **data)
    assert answer.status_code in (200, 302, 409, 422)
    assert "\x00" not in answer.content.decode()


@pytest.mark.django_db
def test_a_key_nobody_gave_is_no_key(cast: Cast) -> None:
    made = stage.drafted(cast)
    rows = [Provision("article", "偷来的。", "c999"), *kept(made)]
    post(client_of(cast, "rule_drafter"), here(made), **sent(rows, version=made.revision, do="save"))
    assert kept(made)[0].key not in ("c999", "")


@pytest.mark.django_db
def test_two_hundred_provisions_are_usable_and_very_many_are_lines(cast: Cast) -> None:
    made = stage.project(cast)
    stage.write(
        cast, made, [f"第{at}条 运输单位应当遵守第{at}项规定，不得擅自倾倒。" for at in range(1, 201)]
    )
    drafter = client_of(cast, "rule_drafter")
    assert len(drafter.get(here(made)).context["rows"]) == 200
    began = time.perf_counter()
    page = post(drafter, here(made), **sent(kept(made), version=stage.now(made).revision, do="after:99"))
    assert page.status_code == 200
    assert page.context["rows"][100]["focus"]
    assert time.perf_counter() - began < 5
    assert len(page.content) < 900_000
    rows = [Provision("article", f"第{at}条内容。") for at in range(clauses.MOST_SHOWN + 1)]
    stage.write(cast, made, rows)
    page = drafter.get(here(made))
    assert page.context["too_many"]
    assert page.context["lines"].count("\n") == clauses.MOST_SHOWN
    words_of(page)


def test_several_lines_in_a_box_are_several_provisions_and_typed_numbers_are_counted() -> None:
    data = QueryDict(mutable=True)
    data["text-0-c1"], data["level-0"] = "第五条　甲。\n（一）乙；\n丙。", "article"
    data["text-1-c2"], data["level-1"] = "（三）丁。", "item"
    data["text-2-c3"], data["level-2"] = "第三条的规定不适用。", "paragraph"
    assert clauses.typed(data).provisions == (
        Provision("article", "甲。", "c1"),
        Provision("item", "乙；"),
        Provision("paragraph", "丙。"),
        Provision("item", "丁。", "c2"),
        Provision("paragraph", "第三条的规定不适用。", "c3"),
    )


calm = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
rows_of = st.lists(st.sampled_from(LEVELS), min_size=1, max_size=12).map(
    lambda levels: tuple(Provision(level, str(at), f"c{at}") for at, level in enumerate(levels))
)


@calm
@given(rows_of, st.sampled_from(["up", "down"]), st.integers(0, 11))
def test_moving_loses_and_changes_nothing(rows: tuple[Provision, ...], deed: str, at: int) -> None:
    after, focus = done(Typed(rows, ""), deed, at)
    assert sorted(after.provisions, key=lambda each: int(each.text)) == list(rows)
    if at < len(rows):
        assert focus is not None
        assert after.provisions[focus] == rows[at], "the focus stays on what was moved"


@calm
@given(rows_of, st.integers(0, 11))
def test_taking_out_and_putting_back_is_nothing(rows: tuple[Provision, ...], at: int) -> None:
    after, _focus = done(Typed(rows, ""), "drop", at)
    back, _focus = done(after, "back", 0)
    assert back.provisions == rows


@calm
@given(rows_of, st.sampled_from(["before", "after", "add"]), st.integers(0, 11))
def test_inserting_adds_one_empty_provision(rows: tuple[Provision, ...], deed: str, at: int) -> None:
    after, focus = done(Typed(rows, ""), deed, at)
    if deed == "add" or at < len(rows):
        assert focus is not None
        assert after.provisions[focus].text == ""
        assert (*after.provisions[:focus], *after.provisions[focus + 1 :]) == rows
