"""Does the ledger hold this event? The answer for whoever keeps a number and a digest on a receipt."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.core import ledger
from gongkai.core.access import public_page
from gongkai.publishing.public.present import crumbs

#: The largest number a database keeps.
LARGEST = 2**63 - 1


class CheckForm(forms.Form):
    """Number and digest, as they stand on a receipt."""

    event = forms.IntegerField(
        label=_("Number of the event"),
        min_value=1,
        max_value=LARGEST,
        error_messages={"required": _("Give the number of the event."), "invalid": _("This is no number.")},
    )
    digest = forms.CharField(
        label=_("Digest of the event"),
        max_length=200,
        error_messages={"required": _("Give the digest of the event.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_digest(self) -> str:
        """Blanks and line breaks, as a printed page has them, are of no meaning."""
        return "".join(str(self.cleaned_data["digest"]).split()).lower()


@public_page
def check(request: HttpRequest) -> HttpResponse:
    """Whether the event stands in the ledger as it did. One query; it tells neither names nor contents."""
    asked = bool(set(request.GET) & {"event", "digest"})
    form = CheckForm(request.GET) if asked else CheckForm()
    held = (
        ledger.holds(form.cleaned_data["event"], form.cleaned_data["digest"])
        if asked and form.is_valid()
        else None
    )
    context = {
        "form": form,
        "held": held,
        "crumbs": crumbs((gettext("Ledger"), reverse("portal:ledger")), (gettext("Check an event"), "")),
    }
    return render(request, "portal/ledger_check.html", context)
