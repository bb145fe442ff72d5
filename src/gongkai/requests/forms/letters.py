"""The texts of letters, and what all letters of the agency carry."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.core.formfields import line, lines
from gongkai.core.letters.texts import LONGEST, LONGEST_TITLE


class LetterForm(forms.Form):
    """A letter's text. Whether it makes sense is asked by the action, so that a preview can be had before."""

    title = line(_("Title"), LONGEST_TITLE, required=True)
    text = lines(
        _("Text"),
        LONGEST,
        _(
            "Each line is a paragraph. A field in braces becomes its value; "
            "a line whose optional field is empty is left out."
        ),
        required=True,
        rows=18,
    )
    remedies_text = lines(
        _("Own wording on review and suit"),
        LONGEST,
        _("Leave it empty to use the wording of the law's data. It must keep every field of that wording."),
        rows=6,
    )
    reason = line(
        _("Why it is changed"), 500, _("Kept with the version. Not needed for a preview."), required=False
    )


class LetterheadForm(forms.Form):
    """What all letters of the agency carry."""

    mark = line(
        _("Mark of the agency"),
        20,
        _("The first part of document numbers (机关代字), such as 示城管."),
        required=True,
    )
    review_authority = line(
        _("Authority that reviews"),
        120,
        _("Usually the people's government of the same level."),
        required=True,
    )
    court = line(_("Court"), 120, _("Leave it empty to write “the people's court with jurisdiction”."))
    review_online = line(
        _("Review on the network"),
        200,
        _("Where an application for review can be made online, as the letter says it."),
    )
    reason = line(_("Why it is changed"), 500, required=True)
