"""Lists whose state is the address: filters, the chips that take them off again, and paging by the last row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext

from gongkai.core.formfields import choose

#: Above this a list is not counted: it would mean reading the whole register.
COUNTED = 2_000
#: In a filter: what belongs to nobody yet.
NOBODY = "none"


def whose(value: str) -> int | str:
    """A number, or the word for those that belong to nobody yet; to coerce a choice with."""
    return value if value == NOBODY else int(value)


class Filter(forms.Form):
    """A form whose state is the address. What an address says wrongly is left out, not an error."""

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Gives a field its choices (groups of them too), with none of them first."""
        choose(self, name, [("", gettext("All")), *choices])

    def chosen(self) -> dict[str, Any]:
        """The filters that hold, in the words of the query."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def chips(form: forms.Form, state: dict[str, str], here: str) -> list[dict[str, str]]:
    """What is chosen, each with the address that leaves it out."""
    found = []
    for name, value in state.items():
        field = form.fields[name]
        rest = {other: kept for other, kept in state.items() if other != name}
        label = str(field.label)
        if not isinstance(field, forms.BooleanField):
            label = f"{label}{gettext(': ')}{_labels(getattr(field, 'choices', [])).get(value, value)}"
        found.append({"label": label, "remove_url": f"{here}?{urlencode(rest)}" if rest else here})
    return found


def _labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Value → words, those of groups too."""
    found: dict[str, str] = {}
    for key, words in choices:
        if isinstance(words, list | tuple):
            found |= _labels(words)
        else:
            found[str(key)] = str(words)
    return found


def frame(request: HttpRequest, form: Filter, here: str, after: str) -> dict[str, Any]:
    """What a filtered, paged list needs around its rows."""
    state = {name: _written(value) for name, value in form.chosen().items()}
    return {
        "form": form,
        "here": here,
        "chosen": chips(form, state, here),
        "reset_url": here if state else "",
        "next_url": f"{here}?{urlencode({**state, 'after': after})}" if after else "",
        "first_url": f"{here}?{urlencode(state)}" if request.GET.get("after") else "",
    }


def _written(value: Any) -> str:
    return "on" if value is True else str(value)
