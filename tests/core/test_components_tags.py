"""Do the tags say the right words, with the right shape, wired for screen readers?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from gongkai.core import chips, preferences
from gongkai.domain.text import say

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def chip(**given: object) -> chips.Chip:
    base: dict[str, object] = {"due_on": date(2026, 12, 1), "today": TODAY, "days_left": 6}
    return chips.due(**(base | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "kind", "words", "until"),
    [
        ({}, "calm", "6 working days left", "by 1 December"),
        ({"days_left": 1}, "soon", "1 working day left", "by 1 December"),
        ({"days_left": 3}, "soon", "3 working days left", "by 1 December"),
        ({"due_on": TODAY, "days_left": 0}, "today", "Due today", "by 23 November"),
        (
            {"due_on": date(2026, 11, 19), "days_left": -2},
            "overdue",
            "2 working days overdue",
            "was due on 19 November",
        ),
        (
            {"due_on": date(2026, 11, 22), "days_left": 0},
            "overdue",
            "1 working day overdue",
            "was due on 22 November",
        ),
        ({"due_on": date(2027, 1, 8), "days_left": 33}, "calm", "33 working days left", "by 8 January 2027"),
        ({"provisional": True}, "calm", "6 working days left", "by about 1 December"),
        ({"stopped": True}, "stopped", "Clock stopped", ""),
        ({"done_on": TODAY}, "done", "Done on 23 November 2026", ""),
        ({"due_on": None}, "calm", "No deadline", ""),
        ({"days_left": None}, "calm", "8 days left", "by 1 December"),
        ({"unit": "calendar", "days_left": 1}, "soon", "1 day left", "by 1 December"),
    ],
)
def test_what_the_due_chip_says(given: dict[str, object], kind: str, words: str, until: str) -> None:
    got = chip(**given)
    assert (got.kind, got.words, got.until) == (kind, words, until)


def test_each_kind_of_chip_has_its_own_shape() -> None:
    shapes = {
        chip().icon,
        chip(days_left=2).icon,
        chip(due_on=date(2026, 11, 2)).icon,
        chip(stopped=True).icon,
        chip(done_on=TODAY).icon,
    }
    assert len(shapes) == 5


def test_the_due_chip_opens_its_trail_and_says_when_provisional() -> None:
    html = render("{% due_chip due today 6 True '/why/' %}", due=date(2026, 12, 1), today=TODAY)
    assert 'href="/why/"' in html
    assert "(provisional)" in html
    assert 'datetime="2026-12-01"' in html


def test_the_due_chip_takes_what_a_template_lacks() -> None:
    html = render(
        "{% due_chip row.due today row.left row.maybe row.url stopped=row.stopped %}", row={}, today=TODAY
    )
    assert "No deadline" in html


def test_the_chip_speaks_chinese() -> None:
    with translation.override("zh-hans"):
        assert "12月1日" in chip().until
        assert "6" in chip().words


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    note = forms.CharField(label="Note", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_faulty_field_is_wired_to_its_hint_and_error() -> None:
    html = render("{% field form.name %}", form=Sample({}))
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html
    assert '<label for="id_name">' in html


def test_a_sound_field_says_nothing_of_errors() -> None:
    html = render("{% field form.note %}", form=Sample())
    assert "aria-invalid" not in html
    assert "(optional)" in html


def test_choices_stand_in_a_fieldset_with_its_legend() -> None:
    html = render("{% field form.way %}", form=Sample({}))
    assert re.search(r'<fieldset aria-describedby="id_way_error"[^>]*>\s*<legend>Way', html)
    assert '<label for="id_way">' not in html


def test_a_tick_box_has_its_label_beside_it() -> None:
    html = render("{% field form.agree %}", form=Sample())
    assert re.search(r'<input type="checkbox"[^>]*><label for="id_agree">I agree', html)


def test_a_hidden_field_is_only_its_input() -> None:
    assert render("{% field form.secret %}", form=Sample()).strip().startswith('<input type="hidden"')


def test_the_error_summary_leads_to_each_field() -> None:
    html = render("{% error_summary form %}", form=Sample({}))
    assert [part in html for part in ('href="#id_name"', 'href="#id_way_0"', 'href="#id_agree"')] == [
        True
    ] * 3
    assert 'tabindex="-1"' in html
    assert "Name: " in html
    assert render("{% error_summary form %}", form=Sample()).strip() == ""


def test_highlighting_escapes_what_was_found() -> None:
    html = render("{{ pieces|highlight }}", pieces=[("<b>", False), ("a&b", True)])
    assert html == "&lt;b&gt;<mark>a&amp;b</mark>"


def test_comparison_pieces_say_in_words_what_changed() -> None:
    html = render('{% pieces parts "ins" %}', parts=[("same ", False), ("<new>", True)])
    assert html == 'same <ins><span class="visually-hidden">added:</span>&lt;new&gt;</ins>'


def test_dates_and_moments() -> None:
    assert render("{{ day|zh_date }}", day=TODAY) == "23 November 2026"
    assert render("{{ day|zh_date }}", day=None) == ""
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert (
        render("{% moment at %}", at=at)
        == '<time datetime="2026-11-23T07:30+08:00">23 November 2026, 07:30</time>'
    )
    with translation.override("zh-hans"):
        assert render("{{ day|zh_date }}", day=TODAY) == "2026年11月23日"


def test_domain_sentences_are_rendered() -> None:
    assert render("{{ text|render_text }}", text=say("By {day}", day=TODAY)) == "By 23 November 2026"


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    root = files("gongkai")
    sprite = root.joinpath("core/static/gongkai/icons.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named: set[str] = set()
    for page in __import__("pathlib").Path(str(root)).rglob("templates/**/*.html"):
        named |= set(re.findall(r'\{% icon "([^"]+)"', page.read_text(encoding="utf-8")))
    assert named <= there, named - there


@pytest.mark.parametrize(
    ("cookie", "view"),
    [
        ("", ""),
        ("elder", "elder"),
        ("dark.elder", "elder.dark"),
        ("dark.light", "dark"),
        ("x<y.contrast", "contrast"),
    ],
)
def test_what_a_view_cookie_means(cookie: str, view: str) -> None:
    assert preferences.serialise(preferences.parse(cookie)) == (view or "standard")
