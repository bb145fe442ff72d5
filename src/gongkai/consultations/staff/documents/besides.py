"""What is on record beside a text: its rows, the form that writes one, and striking one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations import document_words as words
from gongkai.consultations.actions import records as actions
from gongkai.consultations.actions.records import KINDS
from gongkai.consultations.forms.besides import (
    MOST_VOICES,
    BesideForm,
    StrikeForm,
    VoiceForm,
    voice_forms,
)
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries.records import Beside, Document, Version
from gongkai.consultations.staff import passing
from gongkai.consultations.staff.documents.common import found, show, trail, without_nul
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.people.actor import StaffActor


def reviewed(listed: Sequence[Beside], newest: Version | None) -> set[str]:
    """The reviews that are done for the text as it stands."""
    number = newest.number if newest else 0
    return {
        each.kind
        for each in listed
        if each.kind in ("fair_review", "legality") and each.struck_at is None and each.version == number
    }


def rows(of: Document, listed: Sequence[Beside], acting: StaffActor) -> list[dict[str, Any]]:
    """Every record, the newest first; struck ones say why. ``strike_url`` where the actor may strike it."""
    may = {kind: bool(access.may_record(acting, of, kind)) for kind in KINDS}
    here = address("consultation_record", of.pk)
    risks = passing.risks_of(of, listed, acting)
    return [
        {
            "beside": each,
            "label": words.beside_name(each.kind),
            "risk": risks.get(each.pk),
            "strike_url": f"{here}#strike-{each.pk}" if each.struck_at is None and may.get(each.kind) else "",
        }
        for each in reversed(listed)
    ]


@staff_page
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts something on record, or strikes a record; the voices of a discussion are rows that buttons add."""
    of, acting = found(request, pk)
    data = without_nul(request.POST) if request.method == "POST" else None
    kinds = tuple(kind for kind in KINDS if access.may_record(acting, of, kind))
    if not kinds:
        access.may_record(acting, of, "discussion" if of.state == "discussion" else "hearing").require()
    if data is not None and "strike" in data:
        return _strike(request, of, acting, kinds, data)
    # The button that only adds a row is not told what is missing.
    only = data is not None and "more" in data
    form = BesideForm(
        None if only else data,
        kinds=kinds,
        initial=data.dict() if only and data else {"held_on": clock.today()},
    )
    voices = voice_forms(data) if "discussion" in kinds else []
    if only and len(voices) < MOST_VOICES:
        voices.append(VoiceForm(prefix=f"voice-{len(voices)}"))
    refusal: Refusal | None = None
    if data is not None and not only and all([form.is_valid(), *(each.is_valid() for each in voices)]):
        try:
            made = _put(of, acting, form, voices)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            sentence = _("On record: {what}.").format(what=words.beside_name(made.kind))
            tell(request, sentence)
            return go("consultation", pk, anchor="besides")
    tried = data is not None and not only
    return _page(request, of, acting, form=form, voices=voices, kinds=kinds, refusal=refusal, tried=tried)


def _put(of: Document, acting: StaffActor, form: BesideForm, voices: Sequence[VoiceForm]) -> Beside:
    said = form.cleaned_data
    return actions.put_on_record(
        document_id=of.pk,
        actor=acting,
        kind=said["kind"],
        held_on=said["held_on"],
        outcome=said["outcome"],
        voices=[each.voice() for each in voices],
    )


def _page(
    request: HttpRequest,
    of: Document,
    acting: StaffActor,
    *,
    form: BesideForm,
    voices: Sequence[VoiceForm],
    kinds: tuple[str, ...],
    refusal: Refusal | None = None,
    strike: StrikeForm | None = None,
    tried: bool = False,
) -> HttpResponse:
    forms = [form, *voices] if tried else [strike] if strike else []
    errors = error_summary(*forms)["errors"]
    strikes = [
        {
            **row,
            "form": strike
            if strike and strike.prefix == f"strike-{row['beside'].pk}"
            else StrikeForm(beside=row["beside"].pk),
        }
        for row in rows(of, reads.besides(of), acting)
        if row["strike_url"]
    ]
    context = {
        "document": of,
        "form": form,
        "voices": voices,
        "voices_count": len(voices),
        "full": len(voices) >= MOST_VOICES,
        "single": len(kinds) == 1,
        "strikes": strikes,
        "refusal": refusal,
        "errors": errors,
        "back_url": address("consultation", of.pk),
        "crumbs": trail(of, (_("Records beside the text"), "")),
    }
    status = refusal.status if refusal else 422 if errors else 200
    return show(request, "document_besides", context, status)


def _strike(
    request: HttpRequest, of: Document, acting: StaffActor, kinds: tuple[str, ...], data: Any
) -> HttpResponse:
    typed = str(data.get("strike", ""))
    known = {str(each.pk): each for each in reads.besides(of)}
    refusal: Refusal | None = None
    form = None
    if typed in known:
        form = StrikeForm(data, beside=known[typed].pk)
        if form.is_valid():
            try:
                actions.strike(beside_id=known[typed].pk, actor=acting, reason=form.cleaned_data["reason"])
            except Invalid as invalid:
                refuse(form, invalid)
            except Refusal as other:
                refusal = other
            else:
                tell(request, _("The record is struck; it stays readable with the reason."))
                return go("consultation", of.pk, anchor="besides")
    fresh = BesideForm(kinds=kinds, initial={"held_on": clock.today()})
    voices = voice_forms(None) if "discussion" in kinds else []
    return _page(request, of, acting, form=fresh, voices=voices, kinds=kinds, refusal=refusal, strike=form)
