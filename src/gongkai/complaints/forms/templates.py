"""A wording for replies, by class and result."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.complaints import house, words
from gongkai.core.formfields import choose, line, lines, needed
from gongkai.domain.complaints import categories


class TemplateForm(forms.Form):
    """What it is called, what it is for, its words, and why."""

    key = needed(
        line(_("Key of the wording"), 40, _("A short word by which it is known, such as lamp-mended.")),
        _("Give the wording a key: a short word by which it is known."),
    )
    title = needed(line(_("What it is called"), 100), _("Give it a name by which handlers find it."))
    category = forms.ChoiceField(label=_("For which class"), required=False)
    result = forms.ChoiceField(label=_("For which result"), required=False)
    text = needed(
        lines(
            _("Words of the reply"), 8000, _("Handlers begin with them and write what is particular."), rows=8
        ),
        _("Write the words of the reply."),
    )
    reason = needed(
        line(_("Why it is made or changed"), 300, _("It is kept with the version and stands in the ledger.")),
        _("Give the reason: it is kept with the version."),
    )

    def __init__(
        self, *args: Any, today: date, known: bool = False, category: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "category", [("", gettext("Every class")), *class_choices(today, category)])
        results = [(key, words.result(key)) for key in house.keys("result")]
        choose(self, "result", [("", gettext("Every result")), *results])
        if known:
            del self.fields["key"]


class WordingFilter(forms.Form):
    """Which wordings the list shows."""

    category = forms.ChoiceField(label=_("Class"), required=False)
    result = forms.ChoiceField(label=_("Result"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "category", [("", gettext("All classes")), *class_choices(today)])
        results = [(key, words.result(key)) for key in house.keys("result")]
        choose(self, "result", [("", gettext("All results")), *results])


def class_choices(today: date, kept: str = "") -> list[Any]:
    """Trees, large classes and small ones; ``kept``: a code that is in none of them any more."""
    found: list[Any] = []
    listed = set()
    for tree in categories.tree(today):
        found.append((tree.name.code, gettext("{label}: all of it").format(label=words.label_in(tree.name))))
        listed.add(tree.name.code)
        for branch in tree.branches:
            label = words.label_in(branch.large)
            whole = gettext("{code} {label}: all of them").format(code=branch.large.code, label=label)
            rows = [(row.code, f"{row.code} {words.label_in(row)}") for row in branch.categories]
            found.append((f"{branch.large.code} {label}", [(branch.large.code, whole), *rows]))
            listed |= {branch.large.code, *(code for code, _word in rows)}
    if kept and kept not in listed:
        found.append((kept, gettext("{code} (unknown)").format(code=kept)))
    return found
