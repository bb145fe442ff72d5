"""The form a kind's fields give: text, choices, lists, and tables whose rows are added without losing anything typed.

A field is named ``f-<key>``, a cell ``<key>-<row>-<column>``, the number of rows of a table ``<key>-rows``. A button
``row`` with ``add:<key>``, ``drop:<key>:<row>`` or ``up:<key>:<row>`` gives the form back with its rows changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import choose, day_field, line
from gongkai.core.lawwords import label_in
from gongkai.core.text import render
from gongkai.domain.powers import codes
from gongkai.domain.powers.schema import LONGEST, MOST_LINES, MOST_ROWS, Content, EntryKind, Field
from gongkai.powers import words
from gongkai.powers.actions.base import LONGEST_NOTE, LONGEST_TITLE

#: Empty rows offered where a table has none yet.
FIRST_ROWS = 1
#: Names of a row's buttons.
BUTTON = "row"


class HeadForm(forms.Form):
    """What every version has beside its kind's fields."""

    title = line(_("Name"), LONGEST_TITLE)
    in_force_from = day_field(_("First day in force"), _("Left empty, it is the day of publication."))
    note = line(
        _("Why this version is made"),
        LONGEST_NOTE,
        _("Stands beside the comparison with the version before."),
    )


def form_field(field: Field) -> forms.Field:
    """The form field of a kind's field; nothing is required, a draft may have gaps."""
    label = label_in(field)
    if field.type == "choice":
        choices = [("", gettext("Choose")), *((each.key, label_in(each)) for each in field.choices())]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if field.type == "text":
        return line(label, LONGEST["text"])
    if field.type == "lines":
        most = (LONGEST["text"] + 2) * MOST_LINES
        return _area(label, most, 4, gettext("One on each line."))
    return _area(label, LONGEST[field.type], 24 if field.type == "document" else 5)


def _area(label: str, longest: int, rows: int, hint: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=False, help_text=hint, widget=area)


def initial_of(field: Field, value: Any) -> str:
    """What the form field shows for a value."""
    return "\n".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value or "")


class FieldsForm(forms.Form):
    """Some of a kind's plain fields, or the cells of one row."""

    def __init__(self, *args: Any, fields: Collection[Field], values: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields:
            self.fields[field.key] = form_field(field)
            self.initial[field.key] = initial_of(field, values.get(field.key))


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the form shows it: its rows are forms of their cells."""

    field: Field
    label: str
    rows: list[FieldsForm]

    @property
    def full(self) -> bool:
        """Whether no row can be added."""
        return len(self.rows) >= MOST_ROWS


class EntryForm:
    """A draft being written: head, plain fields, tables. ``without``: fields an editor of the kind's own gives."""

    def __init__(
        self,
        kind: EntryKind,
        data: QueryDict | None = None,
        *,
        head: Mapping[str, Any] | None = None,
        content: Content | None = None,
        without: Collection[str] = (),
    ) -> None:
        self.kind, self._data = kind, data
        self._content = dict(content or {})
        self.head = HeadForm(data, initial=dict(head or {}))
        own = [field for field in kind.fields if field.key not in without]
        plain = [field for field in own if field.type != "table"]
        self.plain = FieldsForm(data, fields=plain, values=self._content, prefix="f")
        self.tables = {field.key: self._table(field) for field in own if field.type == "table"}

    def _table(self, field: Field) -> Table:
        if self._data is None:
            said: list[Mapping[str, Any]] = [
                row for row in self._content.get(field.key) or () if isinstance(row, Mapping)
            ]
            values = said or [{} for _row in range(FIRST_ROWS)]
            rows = [
                FieldsForm(fields=field.columns, values=row, prefix=f"{field.key}-{at}")
                for at, row in enumerate(values)
            ]
            return Table(field, label_in(field), rows)
        order = _after_button(field.key, _number_of_rows(field.key, self._data), self._data.get(BUTTON, ""))
        rows = [self._row(field, at, source) for at, source in enumerate(order)]
        return Table(field, label_in(field), rows)

    def _row(self, field: Field, at: int, source: int | None) -> FieldsForm:
        """The row typed as ``source``, now in the place ``at``."""
        moved = QueryDict(mutable=True)
        if source is not None and self._data is not None:
            for column in field.columns:
                moved[f"{field.key}-{at}-{column.key}"] = self._data.get(
                    f"{field.key}-{source}-{column.key}", ""
                )
        return FieldsForm(moved, fields=field.columns, values={}, prefix=f"{field.key}-{at}")

    @property
    def only_rows(self) -> bool:
        """Whether the form was sent to have its rows changed, not to be kept."""
        return self._data is not None and bool(self._data.get(BUTTON))

    def parts(self) -> list[dict[str, Any]]:
        """The fields in the kind's order, for the template: bound plain fields and tables."""
        return [
            {"table": self.tables[field.key], "key": field.key}
            if field.key in self.tables
            else {"field": self.plain[field.key], "key": field.key, "required": field.required}
            for field in self.kind.fields
            if field.key in self.tables or field.key in self.plain.fields
        ]

    def forms(self) -> list[forms.Form]:
        """All the forms, for the summary of errors."""
        return [self.head, self.plain, *(row for table in self.tables.values() for row in table.rows)]

    def is_valid(self) -> bool:
        """Whether what was typed can be kept at all."""
        answers = [form.is_valid() for form in self.forms()]  # each of them is asked, to show every error
        return all(answers)

    def content(self) -> dict[str, Any]:
        """What was typed, in the shape of the kind."""
        said: dict[str, Any] = {key: self.plain.cleaned_data.get(key, "") for key in self.plain.fields}
        for key, table in self.tables.items():
            said[key] = [dict(row.cleaned_data) for row in table.rows]
        return said


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def _number_of_rows(key: str, data: QueryDict) -> int:
    given = data.get(f"{key}-rows", "")
    known = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else FIRST_ROWS
    return min(known, MOST_ROWS)


def _after_button(key: str, number: int, button: str) -> list[int | None]:
    """The rows in their new order; ``None`` is a new one."""
    order: list[int | None] = list(range(number))
    deed, _mark, rest = button.partition(":")
    table, _mark, place = rest.partition(":")
    if table != key:
        return order
    if deed == "add":
        return [*order, None][:MOST_ROWS]
    if not place.isascii() or not place.isdigit() or len(place) > 5 or int(place) >= number:
        return order
    at = int(place)
    if deed == "drop":
        del order[at]
    elif deed == "up" and at:
        order[at - 1], order[at] = order[at], order[at - 1]
    return order


class NewForm(forms.Form):
    """Whose entry begins, under which code, and to which power it belongs."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None)
    code = line(
        _("Entry code"), codes.LONGEST,
        _("Letters and figures, points and hyphens. It never changes and stands in the address."),
        required=True,
    )  # fmt: skip
    parent = forms.TypedChoiceField(
        label=_("Belongs to the power"), required=False, coerce=int, empty_value=None
    )
    field_order = ("unit", "code", "parent")

    def __init__(
        self, *args: Any, units: list[tuple[Any, Any]], powers: list[tuple[int, str]] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", units)
        if powers is None:
            del self.fields["parent"]
        else:
            choose(self, "parent", [("", gettext("None")), *powers])

    def clean_code(self) -> str:
        """What a code may be is the domain's rule, on import as here."""
        code = str(self.cleaned_data["code"]).strip()
        unfit = codes.fault(code)
        if unfit is not None:
            raise forms.ValidationError(render(unfit))
        return code


def fault_anchor(kind: EntryKind, key: str, row: int) -> str:
    """The ``id`` of the field in which a fault is, so that a link leads there."""
    if key == "title":
        return "id_title"
    field = next((each for each in kind.fields if each.key == key), None)
    if field is None:
        return ""
    if field.type == "table":
        return f"{key}-row-{max(row, 1) - 1}"
    return f"id_f-{key}"


def fault_label(kind: EntryKind, key: str, row: int) -> str:
    """What the field of a fault is called."""
    if key == "title":
        return gettext("Name")
    field = next((each for each in kind.fields if each.key == key), None)
    label = label_in(field) if field else words.kind_name(kind.key)
    return gettext("{label}, row {row}").format(label=label, row=row) if row else label
