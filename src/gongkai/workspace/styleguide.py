"""The style guide: every component in every state, and whole pages made of them. Invented content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.core import clock
from gongkai.core.challenge import Task
from gongkai.core.challengefields import ChallengeForm
from gongkai.workspace import specimens, specimens_places

SAMPLES = ("home", "list", "document", "record", "form", "sign-in", "confirmation")


class EveryField(forms.Form):
    """One field of each kind, to see them all beside each other."""

    title = forms.CharField(label="标题", max_length=60, help_text="写明发文机关、事由和文种，不超过60个字。")
    number = forms.CharField(
        label="文号", required=False, widget=forms.TextInput(attrs={"placeholder": "×城管〔2026〕1号"})
    )
    summary = forms.CharField(label="内容概述", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    made_on = forms.DateField(
        label="成文日期",
        help_text="公开期限从这一天的次日起算。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    category = forms.ChoiceField(
        label="公开事项", choices=[("", "请选择"), ("1", "行政处罚决定"), ("2", "规范性文件")]
    )
    openness = forms.ChoiceField(
        label="公开属性",
        choices=[("open", "主动公开"), ("request", "依申请公开"), ("closed", "不予公开")],
        widget=forms.RadioSelect,
        help_text="不予公开的，须写明法律依据。",
    )
    channels = forms.MultipleChoiceField(
        label="发布渠道",
        required=False,
        choices=[("site", "信息公开网"), ("portal", "本单位门户"), ("paper", "报纸")],
        widget=forms.CheckboxSelectMultiple,
    )
    attachment = forms.FileField(label="附件", required=False, help_text="PDF、DOCX、XLSX，每个不超过50 MB。")
    checked = forms.BooleanField(label="我已逐条核对，文中没有个人隐私", help_text="勾选后才能提交审查。")


class SmallTask(forms.Form):
    """The task of a form as it stands without scripts; whatever this installation asks for."""

    answer = ChallengeForm.declared_fields["answer"]
    task = Task("specimen", 1, 3, 8)
    proof_kept = ""

    def clean(self) -> None:
        """No answer is the right one here."""
        self.add_error("answer", "和数不对，请按新算式作答，已写的内容都在。")


class Filters(forms.Form):
    """The state of a list, in its address."""

    q = forms.CharField(label="关键词", required=False)
    row = forms.ChoiceField(label="公开事项", required=False, choices=[("", "全部"), ("1", "规范性文件")])
    year = forms.ChoiceField(
        label="年份", required=False, choices=[("", "全部"), ("2026", "2026年"), ("2025", "2025年")]
    )
    validity = forms.ChoiceField(label="效力", required=False, choices=[("", "全部"), ("valid", "有效")])


class SignIn(forms.Form):
    """The look of the sign-in page."""

    name = forms.CharField(label="用户名", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def styleguide(request: HttpRequest, sample: str = "") -> HttpResponse:
    """The guide, or the whole page called ``sample``."""
    if sample and sample not in SAMPLES:
        raise Http404
    context: dict[str, Any] = specimens.context(clock.today(), request.path)
    if not sample:
        context |= specimens_places.context(request.path)
    context |= {
        "samples": SAMPLES,
        "form": EveryField(initial={"openness": "open"}),
        "faulty": EveryField({"title": "", "made_on": "", "openness": "", "category": ""}),
        "small_task": SmallTask(auto_id="task_%s"),
        "small_task_wrong": SmallTask({"answer": "十二"}, auto_id="task_wrong_%s"),
        "filters": Filters({"q": "渣土", "year": "2026"}),
        "sign_in": SignIn(),
    }
    return render(request, f"workspace/styleguide/{sample.replace('-', '_') or 'index'}.html", context)
