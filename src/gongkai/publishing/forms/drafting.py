"""The draft: everything may be left open until it is submitted, nothing may be of the wrong kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import richtext
from gongkai.publishing import queries, words
from gongkai.publishing.actions import DraftInput
from gongkai.publishing.forms.base import day_field, line, lines
from gongkai.publishing.forms.months import MonthField

DATES = ("date_made", "review_again_on", "in_force_from", "expires_on", "internal_month")
_TAG = re.compile(r"<[a-zA-Z/!]")
#: Characters of a body; more is no document but a data set, which belongs into an attachment.
LONGEST_BODY = 2_000_000


class StartForm(forms.Form):
    """In which unit a document begins, and what it is called."""

    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("The unit that makes the document.")
    )
    title = line(_("Title"), 200, _("It can be changed until the document is published."), required=True)

    def __init__(self, *args: Any, units: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.choices = [(each.pk, each.name) for each in units]  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """The content of a draft."""

    title = line(
        _("Title"), 200, _("As on the document: who issues it, about what, and what kind of document it is.")
    )
    document_number = line(_("Document number"), 80)
    issuing_agency = line(_("Issuing agency"), 200)
    date_made = day_field(_("Date made"), _("The legal period runs from the day after this date."))
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    keywords = line(_("Keywords"), 300, _("What people would search for, separated by commas."))
    summary = lines(_("Summary"), 2000, _("What it says and whom it concerns, in two or three sentences."))
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 18, "data-editor": True}),
    )
    catalogue = forms.MultipleChoiceField(label=_("Catalogue rows"), required=False)
    openness = forms.ChoiceField(
        label=_("Openness"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Your proposal; the secrecy review decides."),
    )
    closing_ground = forms.ChoiceField(label=_("Legal ground"), required=False)
    closing_reason = lines(_("Reason"), 2000, _("Why this document, in particular, may not be published."))
    review_again_on = day_field(
        _("To be looked at again on"), _("What is closed is looked at again (Article 18).")
    )
    audience = forms.ChoiceField(label=_("Who may read it"), required=False, widget=forms.RadioSelect)
    internal_kind = forms.ChoiceField(
        label=_("Kind of staff-only publication"),
        required=False,
        help_text=_("Only for what the staff alone may read; the calendar counts by it."),
    )
    internal_month = MonthField(
        label=_("Month it is for"),
        required=False,
        help_text=_("Written as 2026-11; it must be there for monthly kinds."),
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    in_force_from = day_field(_("In force from"))
    expires_on = day_field(_("Valid until"), _("The last day. After it, the document is marked as lapsed."))
    origin = forms.ChoiceField(label=_("Origin"), required=False, widget=forms.RadioSelect)
    obtained_from = line(_("Obtained from"), 200, _("Only for information obtained from others."))
    clarifies = line(
        _("Answers the rumour"), 300, _("For a clarification: what is being said, in one sentence.")
    )
    wants_interpretation = forms.BooleanField(
        label=_("An interpretation is to follow within three working days of publication"), required=False
    )
    correction_reason = lines(
        _("Reason for the correction"), 2000, _("The public sees it beside the new version.")
    )

    def __init__(self, *args: Any, agency_id: int, chosen_rows: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = queries.entries_in_force(agency_id=agency_id)
        known = {row.key for row in self.rows}
        self.rows += [row for row in chosen_rows if row.key not in known]
        self._choose("catalogue", [(row.key, words.entry_label(row)) for row in self.rows])
        topics = queries.topics(agency_id=agency_id)
        self._choose("topics", [(topic.slug, topic.title) for topic in topics])
        subjects = [(text, text) for _key, text in words.options("openness", "subject")]
        present = str(self.initial.get("subject", ""))
        if present and present not in dict(subjects):
            subjects.append((present, present))
        self._choose("subject", [("", gettext("Choose")), *subjects])
        self._choose("openness", words.options("openness", "attribute"))
        self._choose("closing_ground", [("", gettext("Choose")), *words.ground_options()])
        self._choose("audience", [(key, words.audience(key)) for key in ("public", "staff")])
        self._choose("internal_kind", [("", gettext("None")), *words.internal_options()])
        self._choose("origin", words.options("openness", "origin"))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        """Without a script the field takes plain text too: its lines become paragraphs and headings."""
        body = str(self.cleaned_data["body"])
        return body if _TAG.search(body) else richtext.from_plain(body)

    @property
    def chosen(self) -> set[str]:
        """The keys of the catalogue rows that are ticked."""
        return set(self["catalogue"].value() or [])

    def content(self) -> DraftInput:
        """The input of ``actions.save_draft``; emptied dates are said to be emptied."""
        data = dict(self.cleaned_data)
        # A choice the browser did not send is left as it is.
        for name in ("openness", "audience", "origin"):
            data[name] = data[name] or None
        if "correction_reason" not in self.data:
            data["correction_reason"] = None
        # A page or a program of before there were kinds leaves them as they are.
        if "internal_kind" not in self.data:
            data["internal_kind"] = None
        cleared = frozenset(name for name in DATES if data[name] is None)
        if "internal_month" not in self.data:
            cleared -= {"internal_month"}
        return DraftInput(**data, cleared=cleared)


class LinkForm(forms.Form):
    """How the document bears on another."""

    kind = forms.ChoiceField(label=_("This document"))
    target = line(_("Index number of the other document"), 60, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(key, str(pair[0])) for key, pair in words.LINKS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
