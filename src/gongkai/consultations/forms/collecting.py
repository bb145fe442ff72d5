"""Forms of collections (征集活动) for staff: the list's filters, what a collection says, its results, what came in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.actions.collecting import LONGEST, LONGEST_RESULTS, CollectionInput
from gongkai.consultations.actions.taking_part import LONGEST as LONGEST_WORDS
from gongkai.consultations.actions.taking_part import LONGEST_AUTHOR, RemarkInput
from gongkai.consultations.authors import Author
from gongkai.consultations.queries.collection_lists import ON_ITS_WAY
from gongkai.consultations.queries.records import Document, Unit
from gongkai.core import secret_codes
from gongkai.core.formfields import MailField, choose, day_field, line, lines
from gongkai.core.lawwords import options
from gongkai.core.listpages import Filter
from gongkai.domain.consultations.questionnaires import Question

REMARKS = (
    ("new", _("Not looked at yet")),
    ("shown", _("Shown")),
    ("hidden", _("Not shown, for a reason")),
    ("loose", _("Tied to no problem yet")),
)


class CollectionFilter(Filter):
    """Which collections the list shows."""

    text = line(_("Number or words of the title"), 80)
    kind = forms.ChoiceField(label=_("How opinions are collected"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words.kind_options())
        self.offer("state", [(ON_ITS_WAY, gettext("On its way")), *words.state_options()])
        self.offer("unit", document_words.unit_options(units))


class RemarkFilter(Filter):
    """Which remarks the list shows; the state is the address."""

    state = forms.ChoiceField(label=_("Looked at"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", REMARKS)


class CollectionForm(forms.Form):
    """What a collection says; its questions are read beside it (``forms.questions``)."""

    unit = forms.TypedChoiceField(label=_("Unit that collects"), coerce=int)
    kind = forms.ChoiceField(
        label=_("How opinions are collected"),
        help_text=_("It says whether questions are asked, people sign up, and whether there is a last day."),
    )
    title = line(_("Title"), LONGEST["title"], required=True)
    introduction = lines(
        _("What this collection is about"),
        LONGEST["introduction"],
        _("The public reads it above the form."),
        rows=5,
    )
    document = forms.TypedChoiceField(
        label=_("Draft it is about"),
        help_text=_("Only where it is about the draft of a rule or decision."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    begins_on = day_field(_("First day"), required=True)
    ends_on = day_field(_("Last day"), _("An opinion box may stand without one."))
    place = line(
        _("Place"), LONGEST["place"], _("For a meeting or hearing: where, and at what time of the day.")
    )
    sign_up_until = day_field(_("Last day for signing up"), _("For a meeting or hearing."))
    invited = forms.IntegerField(
        label=_("How many were asked"),
        help_text=_("From this the response rate is counted. Empty where everybody is asked."),
        required=False,
        min_value=1,
        max_value=10_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    sample = lines(
        _("Who was asked"),
        LONGEST["sample"],
        _("Groups and organisations, and how they were chosen: no names of persons. The public reads it."),
    )

    def __init__(
        self, *args: Any, units: Iterable[Unit] | None, documents: Iterable[Document], **kwargs: Any
    ) -> None:
        """``units``: for which a collection may be begun; ``None``: it belongs to its unit already."""
        super().__init__(*args, **kwargs)
        choose(self, "kind", words.kind_options())
        about = [(each.pk, f"{each.number} {each.title}") for each in documents]
        choose(self, "document", [("", gettext("None")), *about])
        if not about:
            del self.fields["document"]
        if units is None:
            del self.fields["unit"]
        else:
            choose(self, "unit", document_words.unit_options(units))

    def given(self, questions: Sequence[Question]) -> CollectionInput:
        """The collection as it was typed."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "document")}
        return CollectionInput(
            **said, questions=questions, document_id=self.cleaned_data.get("document") or None
        )


class ResultsForm(forms.Form):
    """Minutes, and what came of it."""

    minutes = lines(
        _("Minutes"),
        LONGEST_RESULTS["minutes"],
        _("Of a meeting, hearing or visits: who was there (groups, no names), and what was said."),
        rows=10,
    )
    results = lines(
        _("What came of the collection"),
        LONGEST_RESULTS["results"],
        _("What was said most, what is done about it and what is not, and why. The public reads it."),
        rows=10,
    )


class EnterRemarkForm(forms.Form):
    """A remark from the box, a letter, the telephone, a meeting or a visit."""

    channel = forms.ChoiceField(label=_("How it came"))
    received_on = day_field(_("Day on which it came"), required=True)
    words = lines(
        _("Words of the remark"),
        LONGEST_WORDS,
        _("In the words in which it was said."),
        required=True,
        rows=7,
    )
    name = line(
        _("Name or organisation"),
        LONGEST_AUTHOR["name"],
        _("Kept sealed and never published. Leave it empty where nobody said it."),
        autocomplete="off",
    )
    contact = line(_("How to reach them"), LONGEST_AUTHOR["contact"], autocomplete="off")
    email = MailField(
        label=_("E-mail address"),
        required=False,
        max_length=LONGEST_AUTHOR["email"],
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
        error_messages={"invalid": _("This is no e-mail address. Write it as name@example.com.")},
    )
    by_email = forms.BooleanField(
        label=_("They want an e-mail when a problem they raised is put right"), required=False
    )
    token = forms.CharField(required=False, max_length=secret_codes.LONGEST_TOKEN, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "channel", words.channel_options(kind))

    def clean(self) -> dict[str, Any]:
        """News need an address."""
        data = super().clean() or {}
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Write the address the e-mail is to go to."))
        return data

    def given(self) -> RemarkInput:
        """The input of ``enter_remark``."""
        data = self.cleaned_data
        author = Author(data["name"], data["contact"], data["email"])
        return RemarkInput(words=data["words"], author=author, by_email=data["by_email"])


class SheetWayForm(forms.Form):
    """How a filled-in questionnaire came, beside its answers."""

    channel = forms.ChoiceField(label=_("How it came"))
    received_on = day_field(_("Day on which it came"), required=True)
    token = forms.CharField(required=False, max_length=secret_codes.LONGEST_TOKEN, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "channel", words.channel_options(kind))


class ShowRemarkForm(forms.Form):
    """What the public reads of a remark."""

    public_words = lines(
        _("What the public reads"),
        LONGEST_WORDS,
        _("As it was said, without what is personal. What was said stays as it is."),
        required=True,
        rows=7,
    )


class HideRemarkForm(forms.Form):
    """Why a remark is not shown."""

    hidden_reason = forms.ChoiceField(
        label=_("Why it is not shown"), error_messages={"required": _("Choose why it is not shown.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "hidden_reason", [("", gettext("Choose")), *options("consultations", "moderation")])


class DecideForm(forms.Form):
    """Whether somebody comes, and why not."""

    reason = lines(
        _("Reason"), 300, _("Only where they cannot come. They read it with reference and code."), rows=2
    )
