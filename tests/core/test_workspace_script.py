"""Do the small conveniences of the workspace and the public pages work, and stay away when they should?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from editor_stage import STATIC, Answer, Stage, as_json, stage
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LIST = (
    '<input type="search" data-search aria-label="Search"><table><tbody>'
    + "".join(f'<tr data-list-item><td><a id="r{n}" href="#record-{n}">R{n}</a></td></tr>' for n in (1, 2, 3))
    + '</tbody></table><ul><li data-list-item id="row4"><a href="#record-4">Record 4</a></li></ul>'
    '<a data-go="d" href="#deadlines">Deadlines</a>'
    '<dialog id="keyboard-help"><label><input type="checkbox" data-keyboard-toggle> Keys</label>'
    '<form method="dialog"><button>Close</button></form></dialog>'
)


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


def here(page: Page) -> str:
    place: str = page.evaluate("document.activeElement.id")
    return place


def fragment(page: Page) -> str:
    text: str = page.evaluate("location.hash")
    return text


def test_j_and_k_walk_the_list_and_enter_opens(scene: Stage) -> None:
    page = scene.open(LIST)
    for key, expected in [("j", "r1"), ("j", "r2"), ("k", "r1"), ("k", "r1"), ("j", "r2"), ("J", "r3")]:
        page.keyboard.press(key)
        assert here(page) == expected
    page.keyboard.press("Enter")
    assert fragment(page) == "#record-3"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert fragment(page) == "#record-4"
    scene.close(page)


def test_keys_to_search_to_help_and_to_go(scene: Stage) -> None:
    page = scene.open(LIST)
    page.keyboard.press("g")
    page.keyboard.press("d")
    assert fragment(page) == "#deadlines"
    page.keyboard.press("?")
    assert page.locator("#keyboard-help").is_visible()
    page.keyboard.press("j")
    assert here(page) != "r1"
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("j/g d?")
    assert page.locator("[data-search]").input_value() == "j/g d?"
    scene.close(page)


def test_keys_with_modifiers_are_left_alone_and_can_be_switched_off(scene: Stage) -> None:
    page = scene.open(LIST)
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    assert here(page) == ""
    page.keyboard.press("?")
    page.get_by_label("Keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert here(page) == ""
    page.reload()
    page.keyboard.press("j")
    assert here(page) == ""
    page.evaluate("localStorage.clear()")
    scene.close(page)


def test_a_form_goes_out_once(scene: Stage) -> None:
    hold = threading.Event()
    scene.answers = {"/slow": Answer(body="done", kind="text/html", hold=hold)}
    fields = '<input name="a" value="1"><button name="b" value="2">Go</button>'
    page = scene.open(f'<form method="post" action="/slow">{fields}</form>')
    button = page.get_by_role("button", name="Go")
    button.dblclick(no_wait_after=True)
    page.wait_for_timeout(300)
    hold.set()
    page.wait_for_url("**/slow")
    assert [sent for _, sent, _ in scene.posts] == ["a=1&b=2"]
    page.go_back()
    expect(page.get_by_role("button", name="Go")).not_to_have_attribute("aria-disabled", "true")
    scene.close(page)


def test_a_deed_that_cannot_be_taken_back_is_asked_about(scene: Stage) -> None:
    scene.answers = {}
    page = scene.open(
        '<form method="post" action="/withdraw">'
        '<button name="move" value="withdraw" class="button button--danger" '
        'data-confirm="确定撤回？公众将看到撤回说明。" data-confirm-ok="撤回">撤回…</button></form>',
        lang="zh-Hans",
        body_attributes=f'data-workspace-labels="{as_json(cancel="取消")}"',
    )
    opener = page.get_by_role("button", name="撤回…")
    opener.click()
    dialog = page.get_by_role("alertdialog", name="确定撤回？公众将看到撤回说明。")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    assert scene.posts == []
    opener.click()
    dialog.get_by_role("button", name="撤回", exact=True).click()
    page.wait_for_url("**/withdraw")
    assert [sent for _, sent, _ in scene.posts] == ["move=withdraw"]
    page.close()


DROP = (
    '<input type="hidden" name="csrfmiddlewaretoken" value="token-1">'
    '<div class="drop" data-drop data-max-bytes="2048" data-accept=".pdf,.docx" '
    'data-text-too-large="{name} 有 {size}，上限 {max}" data-text-wrong-type="{name} 不收" %s>'
    '<label for="f">File</label><input id="f" type="file" name="file" multiple></div>'
)


def test_files_are_described_and_checked_before_they_are_sent(scene: Stage) -> None:
    page = scene.open(DROP % "")
    field = page.get_by_label("File")
    field.set_input_files({"name": "报告.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1536})
    assert page.locator("[data-drop-list] li").inner_text() == "报告.pdf · 1.5 KB · PDF"
    field.set_input_files({"name": "大.pdf", "mimeType": "application/pdf", "buffer": b"x" * 4096})
    assert page.get_by_role("alert").inner_text() == "大.pdf 有 4.0 KB，上限 2.0 KB"
    assert field.input_value() == ""
    field.set_input_files({"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"x"})
    assert page.get_by_role("alert").inner_text() == "a.exe 不收"
    scene.close(page)


def test_files_are_sent_one_by_one_with_progress(scene: Stage) -> None:
    scene.answers = {"/upload": Answer(body=json.dumps({"message": "已收到"}))}
    page = scene.open(DROP % 'data-upload-url="/upload"')
    files = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"} for n in "ab"]
    page.get_by_label("File").set_input_files(files)  # type: ignore[arg-type]
    rows = [f"{n}.pdf · 4 B · PDF 已收到" for n in "ab"]
    expect(page.locator("[data-drop-list] li")).to_have_text(rows)
    sent = [(path, headers["X-CSRFToken"]) for path, _, headers in scene.posts]
    assert sent == [("/upload", "token-1")] * 2
    scene.answers = {"/upload": Answer(status=400, body=json.dumps({"message": "文件损坏"}))}
    page.get_by_label("File").set_input_files(files[0])  # type: ignore[arg-type]
    expect(page.get_by_role("alert")).to_have_text("文件损坏")
    scene.close(page, expected="400")


def test_rows_are_chosen_together(scene: Stage) -> None:
    boxes = "".join(f'<input type="checkbox" data-select-item name="id" aria-label="{n}">' for n in range(4))
    page = scene.open(
        f'<form method="post" action="/bulk"><input type="checkbox" data-select-all aria-label="all">{boxes}'
        '<span data-select-count data-text="已选 {count} 项"></span>'
        "<button data-select-action>Do</button></form>"
    )
    count = page.locator("[data-select-count]")
    assert page.get_by_role("button", name="Do").is_disabled()
    page.get_by_label("1").check()
    page.get_by_label("3").click(modifiers=["Shift"])
    assert count.inner_text() == "已选 3 项"
    assert page.get_by_label("all").evaluate("box => box.indeterminate")
    page.get_by_label("all").click()
    assert count.inner_text() == "已选 4 项"
    assert page.get_by_role("button", name="Do").is_enabled()
    scene.close(page)


def test_others_on_the_record_are_shown(scene: Stage) -> None:
    scene.answers = {"/here": Answer(body=json.dumps({"people": ["李明", "王芳"], "locked_by": "李明"}))}
    labels = as_json(people="{people} 也在看", locked="{person} 正在编辑", comma="、")
    page = scene.open(
        '<div data-presence-url="/here"><p data-presence role="status" hidden></p></div>',
        lang="zh-Hans",
        body_attributes=f'data-workspace-labels="{labels}"',
    )
    expect(page.locator("[data-presence]")).to_have_text("李明 正在编辑 · 李明、王芳 也在看")
    scene.close(page)


def test_a_filter_applies_itself_for_the_pointer_and_waits_for_the_keyboard(scene: Stage) -> None:
    years = "<option>2011<option>2012<option>2013"
    select = f'<select name="year" data-filter-auto aria-label="Year">{years}</select>'
    page = scene.open(f'<form method="get" action="/">{select}<button>Go</button></form>')
    page.get_by_label("Year").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    assert "year" not in page.url
    page.get_by_label("Year").evaluate("field => field.dispatchEvent(new Event('pointerdown'))")
    page.get_by_label("Year").select_option("2013")
    page.wait_for_url("**/?year=2013")
    scene.close(page)


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(scene: Stage) -> None:
    page = scene.open(
        '<div id="sum" data-error-summary><a href="#id_name">Name</a></div>'
        '<label>N<input id="id_name"></label>'
    )
    assert here(page) == "sum"
    page.get_by_role("link", name="Name").click()
    assert here(page) == "id_name"
    scene.close(page)


def test_the_public_buttons_appear_and_work(scene: Stage) -> None:
    page = scene.open(
        '<button hidden data-copy-link data-text-done="已复制">复制链接</button>'
        "<button hidden data-print>打印</button>"
        '<button hidden data-read-aloud="article" data-text-stop="停止">朗读</button>'
        '<article lang="zh-Hans"><p>第一段。第二句。</p><p>第二段。</p></article>',
    )
    page.evaluate(
        """() => {
        window.said = [];
        window.printed = 0;
        window.print = () => { window.printed += 1; };
        speechSynthesis.speak = (part) => {
          said.push(`${part.lang} ${part.text}`);
          setTimeout(() => part.onend?.(), 30);
        };
        }"""
    )
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("printed") == 1
    page.get_by_role("button", name="朗读").click()
    expect(page.get_by_role("button", name="停止")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="朗读")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("said") == ["zh-CN 第一段。", "zh-CN 第二句。", "zh-CN 第二段。"]
    scene.close(page)


def test_a_page_without_any_of_it_is_left_in_peace(scene: Stage) -> None:
    page = scene.open("<p>Nothing here</p>", body_attributes='data-workspace-labels="not json"')
    for key in ("j", "k", "/", "?", "g", "d", "Enter", "Escape"):
        page.keyboard.press(key)
    scene.close(page)


def test_the_scripts_stay_small() -> None:
    assert (STATIC / "workspace.js").stat().st_size < 16 * 1024
    assert (STATIC / "public.js").stat().st_size < 4 * 1024
    assert (STATIC / "editor.js").stat().st_size < 480 * 1024
