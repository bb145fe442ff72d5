"""What staff type about opinions (意见): the list's filters, showing, hiding, grouping, answering, entering one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import document_words as words
from gongkai.consultations.actions.attaching import Upload, most_files
from gongkai.consultations.actions.opinions import LONGEST, LONGEST_AUTHOR, OpinionInput
from gongkai.consultations.actions.revealing import LONGEST_PURPOSE
from gongkai.consultations.authors import Author
from gongkai.consultations.queries.naming import Names
from gongkai.consultations.queries.opinion_lists import WHOLE
from gongkai.consultations.queries.records import OpinionGroup
from gongkai.core import secret_codes
from gongkai.core.formfields import (
    FilesField,
    MailField,
    choose,
    day_field,
    kinds_of_files,
    largest,
    line,
    lines,
)
from gongkai.core.lawwords import label_of, options
from gongkai.core.listpages import Filter
from gongkai.core.text import render
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.clauses import LONGEST as LONGEST_QUOTE
from gongkai.domain.consultations.clauses import Numbered
from gongkai.domain.consultations.finding import find
from gongkai.domain.consultations.rules import LONGEST_REASON, Answer, answer_faults
from gongkai.domain.consultations.versions import Anchor

#: Signs of a provision shown in a choice, after its name.
SHOWN = 24
#: In the filter of answers: those that still need one.
NONE = "none"
STATES = (("new", _("Not looked at yet")), ("shown", _("Shown")), ("hidden", _("Not shown, for a reason")))


def clause_choices(numbered: Iterable[Numbered]) -> list[tuple[str, str]]:
    """The provisions of a text by name, each with its first words."""
    found = []
    for each in numbered:
        text, name = each.provision.text, words.provision_name(each.name, each.provision.level)
        found.append((each.provision.key, f"{name}　{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"))
    return found


def cited_choices(cited: Names) -> list[tuple[str, str]]:
    """The provisions an answer may name: those of the newest text, then those since taken out."""
    found = []
    for each in cited.values():
        text = each.text[:SHOWN] + ("…" if len(each.text) > SHOWN else "")
        found.append((each.key, f"{words.cited_name(each)}　{text}"))
    return found


def group_choices(groups: Iterable[OpinionGroup]) -> list[tuple[int, str]]:
    """The groups of a document with how many are in each (``count``)."""
    return [(each.pk, f"{each.title} ({getattr(each, 'count', 0)})") for each in groups]


class OpinionFilter(Filter):
    """Which opinions the list shows; the state is the address."""

    reference = line(_("Reference"), 20)
    state = forms.ChoiceField(label=_("Looked at"), required=False)
    verdict = forms.ChoiceField(label=_("Answer"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    on = forms.ChoiceField(label=_("Provision"), required=False)
    group = forms.TypedChoiceField(label=_("Group of opinions"), required=False, coerce=int, empty_value=None)
    alike = forms.TypedChoiceField(label=_("Says the same as"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        on: list[tuple[str, str]],
        groups: list[tuple[int, str]],
        alike: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", STATES)
        self.offer("verdict", [(NONE, gettext("Without an answer")), *options("consultations", "verdict")])
        self.offer("channel", options("consultations", "channel"))
        self.offer("on", on)
        for name, choices in (("group", groups), ("alike", alike)):
            if choices:
                self.offer(name, choices)
            else:
                del self.fields[name]


class ShowForm(forms.Form):
    """What the public reads of an opinion."""

    public_words = lines(
        _("What the public reads"),
        LONGEST,
        _("As it was written, without what is personal. What was written stays as it is."),
        required=True,
        rows=8,
    )


class HideForm(forms.Form):
    """Why an opinion is not shown."""

    hidden_reason = forms.ChoiceField(
        label=_("Why it is not shown"),
        help_text=_("It is kept, counted with this reason, and needs no answer."),
        error_messages={"required": _("Choose why it is not shown.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "hidden_reason", [("", gettext("Choose")), *options("consultations", "moderation")])


class GroupForm(forms.Form):
    """The group opinions are put into: one there is, or a new one."""

    group = forms.TypedChoiceField(label=_("Group there is"), required=False, coerce=int, empty_value=None)
    title = line(_("Or a new group"), 200, _("What they all say, in a few words; staff alone read it."))

    def __init__(self, *args: Any, groups: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if groups:
            choose(self, "group", [("", gettext("None of them")), *groups])
        else:
            del self.fields["group"]
            self.fields["title"].label = _("New group")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("group") and not str(data.get("title", "")).strip():
            self.add_error("title", gettext("Choose a group, or write what a new one is called."))
        return data

    def given(self) -> dict[str, Any]:
        """The arguments of ``group_opinions``."""
        return {"group_id": self.cleaned_data.get("group"), "title": self.cleaned_data["title"]}


class AnswerForm(forms.Form):
    """What became of opinions, why, and which provision it led to: one of the newest text, or one taken out."""

    verdict = forms.ChoiceField(
        label=_("What became of it"), error_messages={"required": _("Say what became of the opinion.")}
    )
    clause = forms.ChoiceField(label=_("Provision that was changed, or says it already"), required=False)
    reason = lines(
        _("Reason"), LONGEST_REASON, _("Whoever gave the opinion reads it, and so does the public."), rows=4
    )

    def __init__(self, *args: Any, cited: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cited = cited
        choose(self, "verdict", [("", gettext("Choose")), *options("consultations", "verdict")])
        choose(self, "clause", [("", gettext("None")), *cited_choices(cited)])

    def given(self) -> Answer:
        """The answer as it was typed."""
        data = self.cleaned_data
        return Answer(data["verdict"], data["reason"], data["clause"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            for name, text in answer_faults(self.given(), self.cited, _gone(self.cited)).items():
                self.add_error(name, render(text))
        return data


def _gone(cited: Names) -> set[str]:
    return {each.key for each in cited.values() if each.gone}


class PurposeForm(forms.Form):
    """For what somebody needs to know who wrote an opinion."""

    purpose = line(
        _("For what do you need to know who wrote it?"),
        LONGEST_PURPOSE,
        _("It stands in the ledger."),
        required=True,
    )


class EnterForm(forms.Form):
    """An opinion that came by letter, telephone, at a meeting or on a visit."""

    channel = forms.ChoiceField(label=_("How it came"))
    received_on = day_field(_("Day on which it came"), required=True)
    version = forms.TypedChoiceField(label=_("Version it is about"), coerce=int)
    on = forms.ChoiceField(label=_("Provision it is about"))
    quote = lines(
        _("The words it is about"),
        LONGEST_QUOTE,
        _("Only if certain words are meant: copy them from the text exactly as they stand there."),
        rows=2,
    )
    words = lines(_("The opinion"), LONGEST, _("In the words in which it was said."), required=True, rows=7)
    attachments = FilesField(label=_("Scans and attachments"), most=most_files())
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
    by_email = forms.BooleanField(label=_("They want an e-mail when it has its answer"), required=False)
    token = forms.CharField(required=False, max_length=secret_codes.LONGEST_TOKEN, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, versions: Sequence[int], numbered: Sequence[Numbered], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.numbered, self.anchor = numbered, Anchor()
        about = gettext(
            "At most {most} files of at most {largest} each: {kinds}. They are never shown to the public."
        )
        self.fields["attachments"].help_text = about.format(
            most=most_files(), largest=largest(), kinds=kinds_of_files()
        )
        ways = [(row["key"], label_of(row)) for row in rules.rows("channel") if row["staff"]]
        choose(self, "channel", ways)
        choose(
            self, "version", [(each, gettext("Version {n}").format(n=each)) for each in reversed(versions)]
        )
        choose(self, "on", [(WHOLE, gettext("The whole text")), *clause_choices(numbered)])

    def clean(self) -> dict[str, Any]:
        """Where the words stand."""
        data = super().clean() or {}
        if "on" in data and "quote" in data:
            key = "" if data["on"] == WHOLE else str(data["on"])
            found = find(self.numbered, key, data["quote"])
            if isinstance(found, Anchor):
                self.anchor = found
            else:
                self.add_error("quote", render(found))
        if data.get("by_email") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("Write the address the e-mail is to go to."))
        return data

    def given(self) -> OpinionInput:
        """The input of ``enter_opinion``."""
        data = self.cleaned_data
        return OpinionInput(
            words=data["words"],
            clause=self.anchor.key,
            start=self.anchor.start,
            end=self.anchor.end,
            author=Author(data["name"], data["contact"], data["email"]),
            by_email=data["by_email"],
        )

    def uploads(self) -> list[Upload]:
        """The files that came along."""
        return [Upload(each, each.name or "attachment") for each in self.cleaned_data["attachments"]]


def how_many(count: int) -> str:
    """A number of opinions in words."""
    sentence = ngettext("{count} opinion", "{count} opinions", count)
    return sentence.format(count=f"{count:,}")
