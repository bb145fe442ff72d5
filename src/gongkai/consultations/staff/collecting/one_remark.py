"""One remark: what the public reads of it, why nobody does, and for a purpose who made it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations.actions import problems as actions
from gongkai.consultations.actions.revealing_remarks import reveal_remark
from gongkai.consultations.authors import Author
from gongkai.consultations.forms.collecting import HideRemarkForm, ShowRemarkForm
from gongkai.consultations.forms.opinions import PurposeForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection, Remark
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.collecting.remarks import row
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain import privacy
from gongkai.people.actor import StaffActor

DEEDS = ("show", "hide", "who")


@dataclass(frozen=True, slots=True)
class _Forms:
    """The three forms; the one that was sent holds what was typed."""

    do: str
    show: ShowRemarkForm
    hide: HideRemarkForm
    who: PurposeForm

    @property
    def sent(self) -> forms.Form | None:
        """The form that was sent."""
        found: dict[str, forms.Form] = {"show": self.show, "hide": self.hide, "who": self.who}
        return found.get(self.do)


@staff_page
def remark(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """The remark; sent, what is to be done with it."""
    of, acting = found_collection(request, pk)
    found = reads.remarks(of).filter(pk=remark).first() if remark < 2**63 else None
    if found is None:
        raise Http404
    data = without_nul(request.POST) if request.method == "POST" else None
    asked = _forms(found, data)
    if data is not None:
        access.may_sort(acting, of).require()
    form = asked.sent
    author = None
    if form is not None and form.is_valid():
        try:
            author = _do(of, acting, found, asked.do, form)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if author is None:
                sentence = _("It is shown to the public.") if asked.do == "show" else _("It is not shown.")
                tell(request, sentence)
                return go("collection_remark", pk, remark)
    return _page(request, of, acting, found, asked, author)


def _forms(found: Remark, data: QueryDict | None) -> _Forms:
    do = data.get("do", "") if data is not None else ""
    first = {"public_words": found.public_words or reads.words_of(found)}
    reason = {"hidden_reason": found.hidden_reason}
    return _Forms(
        do if do in DEEDS else "",
        ShowRemarkForm(data if do == "show" else None, initial=first),
        HideRemarkForm(data if do == "hide" else None, initial=reason, prefix="hide"),
        PurposeForm(data if do == "who" else None, prefix="who"),
    )


def _do(of: Collection, acting: StaffActor, found: Remark, do: str, form: forms.Form) -> Author | None:
    """Does it; gives who made the remark where that was asked."""
    said = form.cleaned_data
    if do == "who":
        return reveal_remark(collection_id=of.pk, remark_id=found.pk, actor=acting, purpose=said["purpose"])
    if do == "show":
        actions.show_remarks(
            collection_id=of.pk, actor=acting, remark_ids=[found.pk], public_words=said["public_words"]
        )
    else:
        actions.hide_remark(
            collection_id=of.pk, actor=acting, remark_id=found.pk, reason=said["hidden_reason"]
        )
    return None


def _page(
    request: HttpRequest,
    of: Collection,
    acting: StaffActor,
    found: Remark,
    asked: _Forms,
    author: Author | None,
) -> HttpResponse:
    said, handles, form = reads.words_of(found), access.may_sort(acting, of), asked.sent
    context = {
        "of": of,
        "row": row(of, found),
        "said": said,
        "personal": privacy.findings(said) if handles else (),
        "handles": bool(handles),
        "why_not": handles.reason,
        "show_form": asked.show,
        "hide_form": asked.hide,
        "who_form": asked.who if handles and found.author else None,
        "author": author,
        "do": asked.do,
        "errors": error_summary(form)["errors"] if form else [],
        "crumbs": trail(of, (_("Remarks"), address("collection_remarks", of.pk)), (found.reference, "")),
    }
    return show(request, "collection_remark", context, 422 if form and form.errors else 200)
