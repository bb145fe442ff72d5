"""Forms of publicity: filters, the activity, its photos and moves, boards, partners, and a file of activities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import FilesField, choose, day_field, line, lines, needed
from gongkai.core.lawwords import options
from gongkai.core.listpages import Filter
from gongkai.domain.duties import publicity as rules
from gongkai.domain.process import Move
from gongkai.duties import publicity_words as words
from gongkai.duties.actions.publicity import LONGEST, ActivityInput
from gongkai.duties.actions.publicity_moving import LONGEST_REASON
from gongkai.duties.actions.publicity_photos import LONGEST_CAPTION
from gongkai.duties.actions.publicity_places import LONGEST as LONGEST_OF_PLACE
from gongkai.duties.actions.publicity_places import BoardInput, PartnerInput
from gongkai.duties.queries.records_publicity import Board, Partner
from gongkai.people.models import Unit

_PUBLIC = _("The public reads it: no names of persons.")


class PublicityFilter(Filter):
    """Which activities the list shows."""

    text = line(_("Number, or words of name and place"), 80)
    #: Chosen by the tabs above the list, and kept when the other filters change.
    state = forms.ChoiceField(label=_("State"), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words.state_options())
        self.offer("kind", words.kind_options())
        self.offer("year", [(each, str(each)) for each in years])
        self.offer("unit", words.unit_options(units))


class PublicFilter(Filter):
    """Which activities the public's list shows."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("year", [(each, str(each)) for each in years])
        self.offer("kind", words.kind_options())


def _number(name: Any, most: str, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=name,
        required=False,
        min_value=0,
        max_value=rules.limits()[most],
        help_text=help_text,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
        error_messages={"invalid": _("Write a whole number.")},
    )


class ActivityForm(forms.Form):
    """What took place. A draft may have gaps: what must be there before it is submitted is listed beside it."""

    title = needed(line(_("What it was called"), LONGEST["title"], _PUBLIC), _("Give it a name."))
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    begins_on = needed(day_field(_("First day")), _("Choose the first day."))
    ends_on = day_field(_("Last day"), _("Left empty where it was one day."))
    place = line(_("Place"), LONGEST["place"], _("Such as a square, a school, a street."))
    board = forms.TypedChoiceField(
        label=_("Board that was renewed"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only where a legal corridor or a notice board was renewed."),
    )
    co_organisers = line(_("Together with"), LONGEST["co_organisers"], _("Other bodies, by their names."))
    partners = forms.TypedMultipleChoiceField(
        label=_("Partners"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    printed = _number(_("Copies printed"), "copies")
    in_stock = _number(_("Copies left over from before"), "copies")
    given_out = _number(_("Copies given out"), "copies")
    consulted = _number(_("People consulted on the spot"), "people", _("Person-times."))
    counted_how = line(
        _("How they were counted"), LONGEST["counted_how"], _("Such as a list kept at the stall.")
    )
    words = lines(_("Words for the public"), LONGEST["words"], _PUBLIC, rows=7)
    press_title = line(_("Title of the piece"), LONGEST["press_title"])
    press_outlet = line(_("Paper, station or site"), LONGEST["press_outlet"])
    press_on = day_field(_("Day it appeared"))
    press_url = line(_("Its address on the network"), LONGEST["press_url"], inputmode="url")

    def __init__(
        self,
        *args: Any,
        units: Iterable[Unit],
        boards: Iterable[Board],
        partners: Iterable[Partner],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("", gettext("Choose")), *words.kind_options()])
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])
        rows = [(each.pk, f"{each.name} · {words.board_kind(each.kind)}") for each in boards]
        choose(self, "board", [("", gettext("None")), *rows])
        choose(self, "partners", words.partner_options(partners))

    def given(self) -> ActivityInput:
        """The activity as it was typed, after ``is_valid()``."""
        said = dict(self.cleaned_data)
        for name in ("printed", "in_stock", "given_out", "consulted"):
            said[name] = said[name] or 0
        partners = tuple(said.pop("partners"))
        return ActivityInput(
            unit_id=said.pop("unit"), board_id=said.pop("board"), partner_ids=partners, **said
        )


class PhotosForm(forms.Form):
    """Photos of an activity."""

    photos = FilesField(label=_("Photos"), most=rules.limits()["photos"])
    caption = line(_("What they show"), LONGEST_CAPTION, _PUBLIC)


class PublicityMoveForm(forms.Form):
    """The reason, where the move needs one."""

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        kwargs["prefix"] = move.key
        super().__init__(*args, **kwargs)
        if "reason" in move.needs:
            public = move.key == "withdraw"
            hint = (
                _("The public reads this: leave out names and numbers of persons.")
                if public
                else _("It stands in the ledger; whoever writes the record reads it.")
            )
            self.fields["reason"] = lines(_("Reason"), LONGEST_REASON, hint, required=True)

    def reason(self) -> str:
        """The reason given, or nothing."""
        return str(self.cleaned_data.get("reason", ""))


class BoardForm(forms.Form):
    """A standing board."""

    name = needed(line(_("Name of the board"), LONGEST_OF_PLACE["name"], _PUBLIC), _("Give it a name."))
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    place = needed(line(_("Place"), LONGEST_OF_PLACE["place"]), _("Write the place."))
    unit = forms.TypedChoiceField(
        label=_("Unit that renews it"), coerce=int, error_messages={"required": _("Choose the unit.")}
    )
    set_up_on = needed(day_field(_("Set up on")), _("Say since when it stands."))
    ended_on = day_field(_("Taken down on"), _("A board that was taken down is not chosen any more."))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("", gettext("Choose")), *options(words.LAW, "board")])
        choose(self, "unit", [("", gettext("Choose")), *words.unit_options(units)])

    def given(self) -> BoardInput:
        """The board as it was typed, after ``is_valid()``."""
        said = dict(self.cleaned_data)
        return BoardInput(unit_id=said.pop("unit"), **said)


class PartnerForm(forms.Form):
    """Who helps with publicity."""

    name = needed(
        line(_("Name of the partner"), LONGEST_OF_PLACE["name"], _("A body, no person.")),
        _("Give it a name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose the kind.")})
    note = line(_("Note"), LONGEST_OF_PLACE["note"], _("Only the staff reads it."))
    ended_on = day_field(_("Helps no more since"), _("It is not chosen any more."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("", gettext("Choose")), *options(words.LAW, "partner")])

    def given(self) -> PartnerInput:
        """The partner as it was typed, after ``is_valid()``."""
        return PartnerInput(**self.cleaned_data)


class ActivityFileForm(forms.Form):
    """A file of activities."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose the file again; perhaps it was still being saved."),
        },
    )
