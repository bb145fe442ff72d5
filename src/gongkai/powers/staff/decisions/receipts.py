"""The receipt of a letter to the party: how it was served, when, and who took it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.receipts import ReceiptForm
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.powers import decision_access
from gongkai.powers.actions import decisions as actions
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.queries import decision_letters
from gongkai.powers.staff.decisions.common import found, show, trail


@staff_page
def receipt(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The form, and what was typed kept when it cannot be taken."""
    of, acting = found(request, pk)
    letter = decision_letters.letter_of(of, number) if number < 2**63 else None
    if letter is None:
        raise Http404
    decision_access.may_note_receipt(acting, of).require()
    form = ReceiptForm(without_nul(request.POST) if request.method == "POST" else None)
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            actions.note_receipt(decision_id=pk, actor=acting, letter_id=letter.pk, **form.cleaned_data)
        except Refusal as why:
            refusal = why
        else:
            tell(request, _("The receipt is noted."))
            return go("power_decision", pk, anchor="letters")
    if isinstance(refusal, Invalid) and refusal.field in form.fields:
        refuse(form, refusal)
    status = refusal.status if refusal else 422 if form.errors else 200
    context = {
        "decision": of,
        "letter": letter,
        "form": form,
        "refusal": None if form.errors else refusal,
        "back_url": address("power_decision", pk),
        "crumbs": trail(of, (_("Note the receipt"), "")),
    }
    return show(request, "decision_receipt", context, status)
