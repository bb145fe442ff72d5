"""The call-back (回访): whether it was answered, whether it is solved, and whether the reporter is content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import words
from gongkai.complaints.actions import CallGiven
from gongkai.core.formfields import lines

CALL = "call_back"
YES, NO = "yes", "no"
UNREACHED = "unreached"


def _asked(label: Any, yes: Any, no: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[(YES, yes), (NO, no)], widget=forms.RadioSelect, **more
    )


def call_fields() -> dict[str, forms.Field]:
    """The fields of a call-back, in the order in which one asks."""
    ratings = [each for each in words.rating_options() if each[0] != UNREACHED]
    reached = _asked(_("Was somebody reached?"), _("Yes, spoke with the reporter"), _("No, nobody"))
    reached.required = True
    return {
        "reached": reached,
        "answered": _asked(_("1. Was it answered?"), _("Yes, answered"), _("No, not answered")),
        "solved": _asked(_("2. Is the matter solved?"), _("Yes, solved"), _("No, not solved yet")),
        "rating": forms.ChoiceField(
            label=_("3. Is the reporter content?"), required=False, choices=ratings, widget=forms.RadioSelect
        ),
        "way": forms.ChoiceField(label=_("How it was asked")),
        "minutes": forms.IntegerField(
            label=_("Minutes it took"), min_value=0, max_value=600, required=False, initial=0
        ),
        "note": lines(_("What the reporter said"), 2000, _("Kept sealed; only those who handle it read it.")),
    }


def check_call(form: forms.Form, data: dict[str, Any]) -> None:
    """Asked apart, each needs its answer; where nobody was reached there is none."""
    if data.get("reached") != YES:
        return
    if not data.get("rating"):
        form.add_error("rating", gettext("Say what the reporter says of it."))
        return
    if data["rating"] == "undecided":
        return
    for name, sentence in (
        ("answered", gettext("Ask whether the matter was answered.")),
        ("solved", gettext("Ask whether the matter was solved.")),
    ):
        if not data.get(name):
            form.add_error(name, sentence)


def call_given(data: dict[str, Any]) -> CallGiven:
    """What the action is given."""
    reached = data["reached"] == YES
    said = {
        name: data[name] == YES if data.get(name) and reached else None for name in ("answered", "solved")
    }
    return CallGiven(
        reached=reached,
        answered=said["answered"],
        solved=said["solved"],
        rating=data["rating"] if reached else UNREACHED,
        way=data["way"],
        minutes=data.get("minutes") or 0,
        note=data.get("note") or "",
    )
