"""What the public types: which opinions are shown, an opinion, and reference and code for its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations.actions.attaching import Upload, most_files
from gongkai.consultations.actions.confirming import code_fits
from gongkai.consultations.actions.opinions import LONGEST, LONGEST_AUTHOR, OpinionInput
from gongkai.consultations.authors import Author
from gongkai.core import secret_codes
from gongkai.core.challengefields import ChallengeForm
from gongkai.core.formfields import (
    FilesField,
    HalfWidthField,
    MailField,
    choose,
    kinds_of_files,
    largest,
    line,
    lines,
    needed,
)
from gongkai.core.lawwords import options
from gongkai.core.listpages import Filter
from gongkai.core.text import render
from gongkai.domain.consultations.clauses import LONGEST as LONGEST_QUOTE
from gongkai.domain.consultations.clauses import Numbered
from gongkai.domain.consultations.finding import find
from gongkai.domain.consultations.versions import Anchor

#: The fields about a person that a consultation asks for, by its ``identity``.
ASKED = {"name": ("name", "contact"), "email": ("email", "by_email", "mail_code")}
ABOUT = ("name", "contact", "email", "by_email", "mail_code")
#: In a choice of provisions: none of them.
WHOLE = "whole"
#: The form's own token, as ``secret_codes.new_token`` makes it.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: Signs of a provision shown in the choice, after its name.
SHOWN = 24
_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class OpinionsFilter(Filter):
    """Which opinions are shown; the state is the address."""

    on = forms.ChoiceField(label=_("Clause it is about"), required=False)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    verdict = forms.ChoiceField(label=_("What became of it"), required=False)

    def __init__(self, *args: Any, on: list[tuple[str, str]], answered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("on", on)
        self.offer("channel", options("consultations", "channel"))
        if answered:
            self.offer("verdict", options("consultations", "verdict"))
        else:
            del self.fields["verdict"]


class OpinionForm(ChallengeForm):
    """An opinion: on what, what is said, and who says it where this consultation asks for that."""

    on = forms.ChoiceField(
        label=_("On what is your opinion?"), error_messages={"invalid_choice": _("Choose it from the list.")}
    )
    quote = lines(
        _("The words it is about"),
        LONGEST_QUOTE,
        _("Only if you mean certain words: copy them from the text exactly as they stand there."),
        rows=2,
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    words = needed(
        lines(_("Your opinion"), LONGEST, _("What should be different, and why? What is right as it is?"), rows=7),
        _("Write your opinion."),
    )  # fmt: skip
    attachments = FilesField(label=_("Attachments"), most=most_files())
    name = needed(
        line(_("Your name"), LONGEST_AUTHOR["name"], _("It is kept sealed and never published."), autocomplete="name"),
        _("Give your name: this consultation asks for it. It is not published."),
    )  # fmt: skip
    contact = needed(
        line(
            _("How to reach you"), LONGEST_AUTHOR["contact"],
            _("A telephone number or an address. Kept sealed and never published."),
        ),
        _("Say how to reach you: this consultation asks for it. It is not published."),
    )  # fmt: skip
    email = MailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_AUTHOR["email"],
        help_text=_("A code is sent there, with which you confirm it. Kept sealed and never published."),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={
            "required": _("Give your e-mail address: this consultation asks for it. It is not published."),
            "invalid": _("This is no e-mail address. Write it as name@example.com."),
        },
    )
    by_email = forms.BooleanField(
        label=_("Tell me by e-mail when my opinion has its answer"),
        required=False,
        help_text=_("The message only says that there is an answer; what it is you read here."),
    )
    mail_code = HalfWidthField(
        label=_("Code from the e-mail"),
        max_length=40,
        required=False,
        help_text=_("Ten letters and figures, such as K7MP3-XQRTH. Blanks and small letters do no harm."),
        widget=forms.TextInput(attrs=_CODE),
    )
    consent = forms.BooleanField(
        label=_("I agree that what I wrote is kept for this consultation, and published without my name"),
        help_text=_(
            "Somebody looks at it first and leaves out what is personal. Please write nothing about yourself or others "
            "that everybody must not read."
        ),
        error_messages={
            "required": _("Please agree: an opinion that may not be kept and shown cannot be answered.")
        },
    )

    def __init__(
        self, *args: Any, numbered: Sequence[Numbered], identity: str, takes_mail: bool, **kwargs: Any
    ) -> None:
        self._fresh = secret_codes.new_token()
        super().__init__(*args, **kwargs)
        self.numbered, self.anchor = numbered, Anchor()
        choose(self, "on", [(WHOLE, gettext("The whole text")), *map(_choice, numbered)])
        self.fields["attachments"].help_text = about_files()
        kept: tuple[str, ...] = ASKED.get(identity, ())
        if identity != "email" and takes_mail:
            kept = (*kept, "email", "mail_code")
            self._offer_news(anonymous=not kept[:-2])
        for name in ABOUT:
            if name not in kept:
                del self.fields[name]

    def _offer_news(self, *, anonymous: bool) -> None:
        """The address as something nobody has to give, for the notice of the answer alone."""
        email = self.fields["email"]
        email.required = False
        email.label = gettext("Your e-mail address, to be told when it has its answer")
        email.help_text = gettext(
            "A code is sent there, with which you confirm it. It is kept sealed and never published."
        )
        if anonymous:
            email.help_text = gettext(
                "Leave it empty to stay anonymous. With an address, which is kept sealed and never published, your "
                "opinion is no longer anonymous. A code is sent there, with which you confirm it."
            )

    @property
    def sending(self) -> str:
        """The token the opinion is sent under: the one it came with, or a fresh one where somebody meddled with it."""
        given = str(self.data.get("token") or "")
        return given if TOKEN.fullmatch(given) else self._fresh

    def clean(self) -> dict[str, Any]:
        """Where the words stand, and the small task before sending."""
        data = self.cleaned_data
        key = str(data.get("on") or "")
        if "on" in data and "quote" in data:
            found = find(self.numbered, "" if key == WHOLE else key, data["quote"], data.get("start"))
            if isinstance(found, Anchor):
                self.anchor = found
            else:
                self.add_error("quote", render(found))
        self.judge_task()
        return data

    @property
    def to_confirm(self) -> str:
        """The address whose code was not given yet; nothing where there is nothing to confirm."""
        data = self.cleaned_data
        email = str(data.get("email") or "")
        return email if email and not code_fits(self.sending, email, str(data["mail_code"])) else ""

    def given(self) -> OpinionInput:
        """The input of ``actions.opinions.give_opinion``."""
        data = self.cleaned_data
        said = {name: str(data.get(name) or "") for name in LONGEST_AUTHOR}
        author = Author(**said, language=get_language() or "")
        return OpinionInput(
            words=data["words"],
            clause=self.anchor.key,
            start=self.anchor.start,
            end=self.anchor.end,
            author=author,
            # Where the address is asked for nothing else, giving it is asking to be told.
            by_email=bool(data.get("by_email") if "by_email" in self.fields else author.email),
        )

    def uploads(self) -> list[Upload]:
        """The files that came along."""
        return uploads_of(self.cleaned_data["attachments"])

    @property
    def files_again(self) -> bool:
        """Whether files came along with a form that has to be mended: browsers do not keep them."""
        return self.is_bound and bool(self.files and self.files.getlist("attachments"))


def uploads_of(chosen: Sequence[Any]) -> list[Upload]:
    """Files as they were sent, for ``give_opinion`` and ``enter_opinion``."""
    return [Upload(each, each.name or "attachment") for each in chosen]


def about_files() -> str:
    """What may come along with an opinion, and who reads it."""
    sentence = gettext(
        "At most {most} files of at most {largest} each: {kinds}. They are kept sealed and never shown to the public; "
        "only staff who handle the opinions open them. The names of those who made them are taken out of PDF, Word, "
        "Excel, PowerPoint and pictures; other files are kept as they are."
    )
    return sentence.format(most=most_files(), largest=largest(), kinds=kinds_of_files())


def _choice(each: Numbered) -> tuple[str, str]:
    text = each.provision.text
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return each.provision.key, f"{each.name}　{short}" if each.name else short


class AnswerForm(forms.Form):
    """Reference and code of an opinion, however they are typed."""

    reference = HalfWidthField(
        label=_("Reference of the opinion"),
        max_length=40,
        help_text=_("It was shown when you sent it, such as YJ-K7MP3XQR."),
        error_messages={"required": _("Give the reference that was shown when you sent it.")},
        widget=forms.TextInput(attrs=_CODE),
    )
    code = HalfWidthField(
        label=_("Secret code"),
        max_length=40,
        help_text=_("Ten letters and figures, such as K7MP3-XQRTH. Blanks and small letters do no harm."),
        error_messages={"required": _("Give the code that was shown when you sent it.")},
        widget=forms.TextInput(attrs=_CODE),
    )
