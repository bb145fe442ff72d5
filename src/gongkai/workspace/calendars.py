"""Working days: which years are announced, a month at a time, and loading a holiday notice."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.core import calendars as kept
from gongkai.core import clock, notices, workdays
from gongkai.core.access import staff_page
from gongkai.core.refusals import Invalid
from gongkai.core.text import render as put
from gongkai.domain.calendar import WEEKDAYS, Calendar, DayFact, Override
from gongkai.domain.text import Text, say
from gongkai.people import access
from gongkai.people.middleware import actor

#: Largest notice, in bytes; a real one has some forty lines.
LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar: whether its notice is out, and which notices were loaded for it."""

    number: int
    announced: bool
    shipped: bool
    notices: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month view. ``kind``: work, makeup, holiday, weekend."""

    day: date
    kind: str
    name: str
    today: bool


class NoticeForm(forms.Form):
    """A holiday notice, pasted or as a file."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(
        label=gettext_lazy("Title of the notice"),
        max_length=200,
        help_text=gettext_lazy("For example 国务院办公厅关于2027年部分节假日安排的通知"),
    )
    document_number = forms.CharField(label=gettext_lazy("Document number"), max_length=80, required=False)
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Days off and days worked"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line for each day. First line: date,kind,name. Then for example: "
            "2027-01-01,holiday,New Year's Day. The kind is holiday or workday (放假 or 上班)."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        help_text=gettext_lazy("The same lines as a file; it wins over the text above. At most 200 kB."),
    )

    def clean(self) -> dict[str, Any]:
        """Takes the text out of the file, reads every line, and keeps what was read in ``days``."""
        values = super().clean() or self.cleaned_data
        upload = values.pop("file", None)
        if upload is not None:
            values["text"] = self._read(upload)
        if not values.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("Paste the days of the notice, or choose a file."))
        if not self.errors:
            values["days"] = self._days(
                values["text"], values["year"], values["document_number"] or values["title"]
            )
        return values

    def _read(self, upload: UploadedFile[Any]) -> str:
        if (upload.size or 0) > LARGEST:
            self.add_error("file", _("The file is too large for a holiday notice. At most 200 kB."))
            return ""
        content: bytes = upload.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        self.add_error("file", _("The file is no text. Save it as CSV and choose it again."))
        return ""

    def _days(self, text: str, year: int, name: str) -> tuple[Override, ...]:
        parsed = workdays.parse_notice(text, year, name)
        if isinstance(parsed, list):
            for problem in parsed[:10]:
                self.add_error("text", put(problem))
            return ()
        forgotten = workdays.missing_days(parsed, year)
        if forgotten:
            sentence = say(
                "The notice names no meaning for {day}, a statutory holiday of {year}. Load the whole notice at once.",
                day=forgotten[0],
                year=str(year),
            )
            self.add_error("text", put(sentence))
        return parsed


@staff_page
def calendars(request: HttpRequest) -> HttpResponse:
    """Which years are announced, and the notices loaded here."""
    calendar, today = clock.calendar(), clock.today()
    notices = kept.notices()
    numbers = set(calendar.announced_years) | {today.year, today.year + 1} | {row.year for row in notices}
    years = [
        Year(
            number,
            calendar.is_announced(number),
            number in workdays.library_years(),
            tuple(row for row in notices if row.year == number),
        )
        for number in sorted(numbers, reverse=True)
    ]
    context = {
        "years": years,
        "month": _month(calendar, today.year, today.month, today),
        "may_load": access.may(actor(request), "keep_calendar"),
    }
    return render(request, "workspace/calendars.html", context)


@staff_page
def calendar_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month: worked days, weekends, holidays, make-up days."""
    calendar = clock.calendar()
    if not (1 <= month <= 12 and calendar.first_year <= year <= calendar.last_year):
        raise Http404
    context = {
        "month": _month(calendar, year, month, clock.today()),
        "crumbs": [
            {"label": _("Working days"), "url": reverse("workspace:calendars")},
            {"label": _("{year}, month {month}").format(year=year, month=month), "url": ""},
        ],
    }
    return render(request, "workspace/calendar_month.html", context)


@staff_page
def calendar_load(request: HttpRequest) -> HttpResponse:
    """Loading a notice: typed or chosen, shown as it was understood, then loaded."""
    who = actor(request)
    access.may(who, "keep_calendar").require()
    posted = request.method == "POST"
    step = request.POST.get("step", "preview")
    initial = {"year": clock.today().year + 1, "text": "date,kind,name\n"}
    form = NoticeForm(request.POST, request.FILES) if posted else NoticeForm(initial=initial)
    if posted and step == "edit":
        # Back from the preview: the same words in a form that has not been sent.
        form = NoticeForm(
            initial={name: request.POST.get(name, "") for name in form.fields if name != "file"}
        )
    elif posted and form.is_valid():
        if step == "load" and (answer := _load(request, form)):
            return answer
        if not form.errors:
            return _preview(request, form)
    context = {"form": form, "crumbs": _crumbs(_("Load a holiday notice"))}
    return render(request, "workspace/calendar_load.html", context, status=422 if form.errors else 200)


def _load(request: HttpRequest, form: NoticeForm) -> HttpResponse | None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "days"}
    try:
        moved = notices.load_notice(actor=access.acting(actor(request), "keep_calendar"), **values)
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, put(refusal.reason))
        return None
    days = len(form.cleaned_data["days"])
    messages.success(
        request,
        ngettext(
            "The notice for {year} is loaded: {days} days. {moved} open due date moved.",
            "The notice for {year} is loaded: {days} days. {moved} open due dates moved.",
            moved,
        ).format(year=values["year"], days=days, moved=moved),
    )
    return redirect("workspace:calendars")


def _preview(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    values = form.cleaned_data
    before = clock.calendar()
    context = {
        "form": form,
        "values": {name: value for name, value in values.items() if name != "days"},
        "days": [_as_read(day, before) for day in values["days"]],
        "replaces": [row for row in kept.notices() if row.year == values["year"] and row.replaced_at is None],
        "crumbs": _crumbs(_("Check the notice")),
    }
    return render(request, "workspace/calendar_preview.html", context)


def _as_read(day: Override, before: Calendar) -> dict[str, Any]:
    return {
        "date": day.date,
        "weekday": put(WEEKDAYS[day.date.weekday()]),
        "working": day.working,
        "name": day.name,
        "changes": before.covers(day.date) and before.is_working(day.date) != day.working,
    }


def _crumbs(title: str) -> list[dict[str, str]]:
    return [{"label": _("Working days"), "url": reverse("workspace:calendars")}, {"label": title, "url": ""}]


def _month(calendar: Calendar, year: int, month: int, today: date) -> dict[str, Any]:
    """What ``workspace/_month.html`` draws: weeks of seven cells (``None``: another month), and the neighbours."""
    weeks = [
        [
            _cell(calendar, day, today) if day.month == month else None
            for day in (monday + timedelta(days=n) for n in range(7))
        ]
        for monday in _mondays(year, month)
    ]
    cells = [cell for week in weeks for cell in week if cell]
    return {
        "first": date(year, month, 1),
        "weekdays": [{"long": put(word), "short": _short(put(word))} for word in WEEKDAYS],
        "weeks": weeks,
        "working": sum(cell.kind in {"work", "makeup"} for cell in cells),
        "announced": calendar.is_announced(year),
        "previous": _neighbour(calendar, date(year, month, 1) - timedelta(days=1)),
        "next": _neighbour(
            calendar, date(year, month, months.monthrange(year, month)[1]) + timedelta(days=1)
        ),
    }


def _short(weekday: str) -> str:
    """星期一 → 一, Monday → Mon."""
    return weekday[-1] if weekday.startswith("星期") else weekday[:3]


def _mondays(year: int, month: int) -> Iterable[date]:
    first = date(year, month, 1)
    monday = first - timedelta(days=first.weekday())
    while (monday.year, monday.month) <= (year, month):
        yield monday
        monday += timedelta(days=7)


def _neighbour(calendar: Calendar, day: date) -> str:
    return reverse("workspace:calendar_month", args=[day.year, day.month]) if calendar.covers(day) else ""


def _cell(calendar: Calendar, day: date, today: date) -> Cell:
    fact: DayFact | None = calendar.facts.get(day)
    weekend = day.weekday() >= 5
    if calendar.is_working(day):
        kind = "makeup" if weekend else "work"
    else:
        kind = "holiday" if fact is not None else "weekend"
    name = fact.name if fact is not None and kind == "holiday" else ""
    return Cell(day, kind, put(name) if isinstance(name, Text) else name, day == today)


urlpatterns: list[URLPattern] = [
    path("calendars/", calendars, name="calendars"),
    path("calendars/load/", calendar_load, name="calendar_load"),
    path("calendars/<int:year>/<int:month>/", calendar_month, name="calendar_month"),
]
