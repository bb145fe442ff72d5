"""What does an import read out of text, web pages and Word documents?"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.publishing.importing import ImportRecord, Problem, dates, read
from gongkai.publishing.importing.furniture import is_furniture

ROWS = {"article20.1": "行政法规、规章和规范性文件", "article20.3": "规划"}
NOTICE = """关于规范渣土运输管理的通知
城管〔2024〕3号

各执法大队：
现将有关事项通知如下。
一、总体要求
坚持便民利民，规范管理。
（一）严格时限
按时报送。
某某市城市管理局
2024年3月5日
"""


def one(path: Path, **options: str) -> tuple[ImportRecord, list[Problem]]:
    found, problems = read(path, known_rows=ROWS, **options)  # type: ignore[arg-type]
    assert not [each for each in problems if each.kind == "error"], [str(each.message) for each in problems]
    assert len(found) == 1
    return found[0], problems


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_official_notice_gives_its_parts_in_any_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    record, problems = one(written(tmp_path / "通知.txt", NOTICE.replace("\n", end), encoding))
    assert record.title == "关于规范渣土运输管理的通知"
    assert record.document_number == "城管〔2024〕3号"
    assert (record.issuing_agency, record.date_made) == ("某某市城市管理局", date(2024, 3, 5))
    assert "<h2>一、总体要求</h2>" in record.body_html
    assert "<h3>（一）严格时限</h3>" in record.body_html
    assert "<p>按时报送。</p>" in record.body_html
    assert "通知如下" in record.body_html
    assert record.title not in record.body_html
    assert problems == []


COPIED = """用微信扫描二维码分享至好友和朋友圈
当前位置：首页 > 政务公开 > 工作总结
2012年政务公开工作总结
发布时间：2013-01-20 09:30 来源：某某市城市管理局 浏览次数：120 字号：[大 中 小]
一年来，我局积极推进政务公开，现将有关情况总结如下。
主办单位和承办单位按各自职责开展工作。
2013年1月15日
【打印】【关闭】
上一篇：关于举办公众开放日活动的公告
联系我们 | 使用帮助 | 版权声明 | 网站地图 | 隐私声明
主办：某某市人民政府办公室  地址：某某路1号
Copyright?2024 某某市人民政府 版权所有 某ICP备00000000号 网站标识码：0000000000
"""


def test_the_furniture_of_a_site_is_set_aside_and_kept(tmp_path: Path) -> None:
    record, _ = one(written(tmp_path / "a.txt", COPIED))
    assert record.title == "2012年政务公开工作总结"
    assert (record.date_published, record.date_made) == (date(2013, 1, 20), date(2013, 1, 15))
    assert record.issuing_agency == "某某市城市管理局"
    assert len(record.set_aside) == 8
    assert record.body_html == (
        "<p>一年来，我局积极推进政务公开，现将有关情况总结如下。</p>"
        "<p>主办单位和承办单位按各自职责开展工作。</p><p>2013年1月15日</p>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "扫一扫在手机打开当前页",
        "分享到：",
        "打印本页 | 关闭窗口",
        "字号：大 中 小",
        "皖公网安备 00000000000000号",
        "首页 > 政务公开",
    ],
)
def test_furniture_is_known(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line", ["", "各执法大队：", "打印机采购公告", "大力推进政务公开", "主办：某某局", "返回原籍人员名单"]
)
def test_honest_lines_are_not_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_without_a_title_line_the_option_or_the_name_of_the_file_serves(tmp_path: Path) -> None:
    path = written(tmp_path / "年度工作总结.txt", "今年以来，我局扎实推进工作，取得了成效。\n2013年1月15日")
    record, problems = one(path)
    assert (record.title, [each.kind for each in problems]) == ("年度工作总结", ["note"])
    assert one(path, title="二〇一二年工作总结")[0].title == "二〇一二年工作总结"


def test_a_title_over_two_lines_is_put_together(tmp_path: Path) -> None:
    text = "某某市城市管理局\n关于开展市容整治的通告\n现通告如下。"
    assert one(written(tmp_path / "a.txt", text))[0].title == "某某市城市管理局关于开展市容整治的通告"


def test_a_letterhead_above_the_number_is_not_the_title(tmp_path: Path) -> None:
    text = "某某市城市管理局文件\n城管[2024]12号\n关于印发工作要点的通知\n各科室：\n请贯彻执行。"
    record, _ = one(written(tmp_path / "a.txt", text))
    assert (record.title, record.document_number) == ("关于印发工作要点的通知", "城管〔2024〕12号")


def test_what_is_no_text_is_a_problem(tmp_path: Path) -> None:
    for content in (bytes(range(256)), b"", b"  \n \n"):
        found, problems = read(written(tmp_path / "a.txt", content), known_rows=ROWS)
        assert (found, len(problems)) == ([], 1)


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>关于垃圾分类的公告_某某市城市管理局</title>
<meta name="ArticleTitle" content="关于垃圾分类的公告"><meta name="PubDate" content="2024-05-01 08:30">
<meta name="ContentSource" content="某某市城市管理局"><meta name="Keywords" content="垃圾分类;市容">
<meta name="Description" content="公告垃圾分类的要求"><meta name="Author" content="某某"></head><body>
<header><nav><a href="/">首页</a></nav></header><div class="share">分享到微信</div>
<table><tr><td>索引号：</td><td>CG-2024-001</td><td>文号：</td><td>城管〔2024〕8号</td></tr>
<tr><td>成文日期</td><td>2024年4月28日</td><td>主题词</td><td>环境卫生</td></tr></table>
<article><h1>关于垃圾分类的公告</h1><p>【字体：大 中 小】</p>
<p onclick="x()">现将垃圾分类有关要求公告如下，请遵照执行。</p>
<h2>一、分类标准</h2><ul><li>可回收物</li></ul>
<script>alert(1)</script><img src="a/b.jpg" alt="分类图"></article>
<footer>主办：某某市人民政府 某ICP备00000000号</footer></body></html>"""


def test_a_government_page_gives_its_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    record, problems = one(written(tmp_path / "a.html", PAGE, "gb18030"))
    assert record.title == "关于垃圾分类的公告"
    assert (record.date_published, record.date_made) == (date(2024, 5, 1), date(2024, 4, 28))
    assert (record.index_number, record.document_number) == ("CG-2024-001", "城管〔2024〕8号")
    assert (record.issuing_agency, record.subject) == ("某某市城市管理局", "环境卫生")
    assert (record.keywords, record.summary) == (("垃圾分类", "市容"), "公告垃圾分类的要求")
    assert record.body_html.startswith("<p>现将垃圾分类有关要求公告如下")
    assert "分类标准</h2>" in record.body_html
    for gone in ("script", "onclick", "ICP备", "首页", "字体", "img"):
        assert gone not in record.body_html
    assert any("ICP备" in each for each in record.set_aside)
    assert any("字体" in each for each in record.set_aside)
    assert "分类图" in str(problems[0].message)


def test_a_table_that_lists_documents_stays_in_the_text(tmp_path: Path) -> None:
    page = """<h1>规范性文件清单</h1><p>现公布现行有效的规范性文件清单如下，请遵照执行。</p><table>
    <tr><th>标题</th><th>文号</th><th>成文日期</th><th>发布机构</th></tr>
    <tr><td>渣土管理办法</td><td>城管〔2024〕1号</td><td>2024-01-02</td><td>某某局</td></tr></table>"""
    record, _ = one(written(tmp_path / "a.html", page))
    assert record.title == "规范性文件清单"
    assert "渣土管理办法" in record.body_html
    assert record.issuing_agency == ""


def test_a_bare_page_takes_its_title_from_the_window(tmp_path: Path) -> None:
    page = "<title>公众开放日活动公告 - 某某市城市管理局</title><p>现定于四月举办公众开放日活动，欢迎报名参加。</p>"
    assert one(written(tmp_path / "a.htm", page))[0].title == "公众开放日活动公告"


def test_a_word_document_gives_its_parts_and_names_its_pictures(tmp_path: Path) -> None:
    paper = docx.Document()
    title = paper.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("关于开展户外广告整治的通知").font.size = Pt(22)
    paper.add_paragraph("城管〔2024〕9号").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in ("各执法大队：", "请认真贯彻执行。", "一、工作目标", "规范设置户外广告。"):
        paper.add_paragraph(line)
    table = paper.add_table(2, 2)
    table.cell(0, 0).text = "大队"
    table.cell(1, 1).text = "12"
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    picture.seek(0)
    paper.add_picture(picture)
    paper.add_paragraph("某某市城市管理局")
    paper.add_paragraph("二〇二四年三月五日")
    path = tmp_path / "通知.docx"
    paper.save(str(path))
    record, problems = one(path)
    assert record.title == "关于开展户外广告整治的通知"
    assert (record.document_number, record.date_made) == ("城管〔2024〕9号", date(2024, 3, 5))
    assert record.issuing_agency == "某某市城市管理局"
    assert "<h2>一、工作目标</h2>" in record.body_html
    assert "<table>" in record.body_html
    assert record.title not in record.body_html
    assert "picture after" in str(problems[0].message)
    assert problems[0].kind == "note"


def test_a_styled_word_document_keeps_its_headings(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("工作要点", 0)
    paper.add_heading("总体要求", 1)
    paper.add_paragraph("第一项", style="List Bullet")
    path = tmp_path / "a.docx"
    paper.save(str(path))
    record, _ = one(path)
    assert record.title == "工作要点"
    assert record.body_html == "<h2>总体要求</h2><ul><li>第一项</li></ul>"


def test_a_file_that_is_no_word_document_is_a_problem(tmp_path: Path) -> None:
    found, problems = read(written(tmp_path / "a.docx", "公开".encode()), known_rows=ROWS)
    assert found == []
    assert "ends in .docx" in str(problems[0].message)


def test_a_folder_is_read_in_the_order_of_names_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    written(tmp_path / "b" / "2.txt", "第二份通知\n请执行。")
    written(tmp_path / "1.txt", "第一份通知\n请执行。")
    written(tmp_path / "图.png", b"\x89PNG")
    written(tmp_path / "Thumbs.db", b"x")
    found, problems = read(tmp_path, known_rows=ROWS)
    assert [(each.source, each.title) for each in found] == [
        ("1.txt", "第一份通知"),
        ("b/2.txt", "第二份通知"),
    ]
    assert [(each.source, each.kind) for each in problems] == [("图.png", "note")]


def test_a_missing_path_and_an_empty_folder_are_problems(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        found, problems = read(path, known_rows=ROWS)
        assert (found, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024/3/5", "2024.3.5", "20240305", "2024年3月5日", "２０２４年３月５日", "二〇二四年三月五日",
     "2024 年 3 月 5 日", "2024-03-05 10:20:30", "2024-03-05T10:20", "2024年3月5号"],
)  # fmt: skip
def test_dates_are_read_however_they_are_written(text: str) -> None:
    assert dates.parse(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["", "2024-13-05", "2024-02-30", "5/3/2024", "2024年3月", "0204-03-05", "昨天", "2024-3/5", "45356"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.parse(text) is None


def test_chinese_numerals_count_to_thirty_one() -> None:
    assert dates.parse("二〇一九年十二月三十一日") == date(2019, 12, 31)
    assert dates.parse("二○一九年十月二十日") == date(2019, 10, 20)
    assert dates.parse("45356", serials=True) == date(2024, 3, 5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["txt", "html", "csv", "xlsx", "docx"]),
)
def test_no_content_crashes_a_reader(tmp_path: Path, content: bytes, ending: str) -> None:
    found, problems = read(written(tmp_path / f"a.{ending}", content), known_rows=ROWS)
    assert found or problems
