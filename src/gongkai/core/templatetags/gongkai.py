"""Tags and filters every template has (a builtin): sentences, dates, icons, form fields, chips.

How to use each is in ``docs/rooms/face.md``; the style guide page shows every state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.core import chips
from gongkai.core.text import percent as in_percent
from gongkai.core.text import render
from gongkai.domain.text import N_, Text

register = template.Library()

SCRIPT_LABELS = {
    "cancel": N_("Cancel"),
    "comma": N_(", "),
    "people": N_("Also here: {people}"),
    "locked": N_("{person} is editing this record"),
    "tooLarge": N_("{name} is {size}. Files may be at most {max}."),
    "wrongType": N_("{name} is of a kind that is not accepted. Accepted: {accept}."),
    "uploading": N_("Sending {name}: {percent} %"),
    "uploaded": N_("{name} has arrived."),
    "uploadFailed": N_("{name} could not be sent. Please try again."),
    "selected": N_("{count} selected"),
}


@register.filter
def render_text(value: Text | str | None) -> str:
    """A domain sentence in the reader's language."""
    return "" if value is None else render(value)


@register.filter
def percent(value: object) -> str:
    """A number of per cent with its sign, as the language writes it."""
    return in_percent(value)


@register.filter
def zh_date(value: date | datetime | None, form: str = "date") -> str:
    """``2026年11月23日``, ``:"moment"`` adds the hour, ``:"day"`` leaves the year out."""
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    names = {
        "date": "DATE_FORMAT",
        "moment": "DATETIME_FORMAT",
        "day": "MONTH_DAY_FORMAT",
        "short": "SHORT_DATE_FORMAT",
    }
    return formats.date_format(value, names[form])


@register.simple_tag
def moment(value: date | datetime | None, form: str = "") -> SafeString:
    """``<time>`` for a date, or for a moment with its hour."""
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        exact, form = local.isoformat(timespec="minutes"), form or "moment"
    else:
        exact, form = value.isoformat(), form or "date"
    return format_html('<time datetime="{}">{}</time>', exact, zh_date(value, form))


@register.filter
def highlight(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A snippet whose hits are marked: pairs of text and whether it is a hit."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces)
    )


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """``mapping[key]``, or nothing."""
    return mapping.get(key, "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture of the sprite ``icons.svg``; silent to screen readers unless it has a ``label``."""
    address = f"{static('gongkai/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def script_labels() -> str:
    """The words ``workspace.js`` needs, as JSON for an attribute."""
    return json.dumps({key: gettext(word) for key, word in SCRIPT_LABELS.items()}, ensure_ascii=False)


@register.inclusion_tag("components/due_chip.html")
def due_chip(
    due_on: date | None = None,
    today: date | None = None,
    working_days_left: int | None = None,
    provisional: bool = False,
    url: str = "",
    *,
    stopped: bool = False,
    done_on: date | None = None,
    unit: str = "working",
    due_at: datetime | None = None,
    minutes_left: int | None = None,
    hours: str = "working",
) -> dict[str, Any]:
    """The due chip: how long is left, and until when. See :func:`gongkai.core.chips.due`.

    What a template does not have arrives as an empty string and counts as not given.
    """
    chip = chips.due(
        due_on=due_on or None,
        today=today or None,
        days_left=working_days_left if isinstance(working_days_left, int) else None,
        provisional=bool(provisional),
        stopped=bool(stopped),
        done_on=done_on or None,
        unit=unit,
        due_at=due_at or None,
        minutes_left=minutes_left if isinstance(minutes_left, int) else None,
        hours=hours or "working",
    )
    local = timezone.localtime(due_at).isoformat(timespec="minutes") if due_at else ""
    exact = local or (due_on.isoformat() if due_on else "")
    return {"chip": chip, "url": url, "exact": exact, "provisional": provisional}


@register.inclusion_tag("components/badge.html")
def badge(label: Text | str, kind: str = "plain", icon: str = "") -> dict[str, Any]:
    """A word in a frame. ``kind``: plain, info, done, soon, danger, quiet, solid."""
    return {"label": label, "kind": kind, "icon": icon or chips.BADGE_ICONS.get(kind, "")}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, hint: str = "", label: str = "", optional: bool = True, width: str = ""
) -> dict[str, Any]:
    """One field of a form: label above, hint, errors beside, wired together for screen readers.

    ``width``: ``short``, ``medium`` or nothing (full). ``optional`` false leaves out the words "(optional)".
    """
    identity = bound.auto_id or bound.html_name
    hint = hint or str(bound.help_text)
    described = [f"{identity}_{part}" for part, there in (("hint", hint), ("error", bound.errors)) if there]
    grouped = bound.field.widget.use_fieldset
    attrs: dict[str, Any] = {"class": "choices" if grouped else f"input input--{width}" if width else "input"}
    if described and not grouped:
        attrs["aria-describedby"] = " ".join(described)
    widget = bound.field.widget
    return {
        "bound": bound,
        "identity": identity,
        "label": label or bound.label,
        "hint": hint,
        "errors": bound.errors,
        "described_by": " ".join(described),
        "control": bound.as_widget(attrs=attrs),
        "grouped": grouped,
        "tick": isinstance(widget, CheckboxInput),
        "optional": optional and not bound.field.required,
        "hidden": widget.is_hidden,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What has to be mended, on top of the page, each sentence a link to its field; it takes the focus."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if not form.is_bound:
            continue
        errors += [{"text": str(text), "url": ""} for text in form.non_field_errors()]
        for bound in form:
            errors += [
                {"label": str(bound.label), "text": str(text), "url": f"#{_first_control(bound)}"}
                for text in bound.errors
            ]
    return {"errors": errors}


def _first_control(bound: BoundField) -> str:
    """The id a link must name to bring the reader to the field."""
    return bound.id_for_label or (f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.auto_id)


@register.inclusion_tag("components/chart.html")
def bar_chart(
    title: str, rows: Sequence[tuple[str, float]], summary: str, unit: str = "", source_url: str = ""
) -> dict[str, Any]:
    """Bars of ``rows`` (label, value), with a sentence that says what they show and the table behind them."""
    largest = max((value for _, value in rows), default=0) or 1
    bars = [
        {"label": label, "value": value, "width": round(100 * value / largest, 1)} for label, value in rows
    ]
    return {"title": title, "bars": bars, "summary": summary, "unit": unit, "source_url": source_url}


@register.simple_tag
def pieces(parts: Iterable[tuple[str, bool]], kind: str) -> SafeString:
    """One side of a comparison: pairs of text and whether it changed; ``kind`` is ``ins`` or ``del``."""
    words = {"ins": gettext("added:"), "del": gettext("removed:")}
    out = [
        format_html(
            '<{0}><span class="visually-hidden">{1}</span>{2}</{0}>',
            kind,
            words[kind],
            text,
        )
        if changed
        else format_html("{}", text)
        for text, changed in parts
    ]
    return format_html_join("", "{}", ((piece,) for piece in out))
