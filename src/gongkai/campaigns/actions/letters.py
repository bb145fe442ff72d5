"""Writing to the parties of the sites (致工程建设单位和施工单位的信), reminders, and the acknowledgement (回执)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.campaigns import access, contacts
from gongkai.campaigns.actions.base import campaign_in_hand, in_post, tell_ledger, words
from gongkai.campaigns.models import Campaign, Notice, SiteParty
from gongkai.campaigns.queries import notices
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, ledger, letters, mail, secret_codes
from gongkai.core.receipts import LONGEST_EVIDENCE, LONGEST_NAME
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.course import ORGANISER
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

ISSUED = ledger.verb(
    "campaigns.notice.issued", N_("{actor} issued letter {letter_number} to a party of site {site}")
)
ACKNOWLEDGED = ledger.verb(
    "campaigns.notice.acknowledged", N_("Letter {letter_number} was acknowledged by its code")
)
RECEIPT = ledger.verb("campaigns.notice.receipt", N_("{actor} noted the receipt of letter {letter_number}"))
REMINDED = ledger.verb("campaigns.notice.reminded", N_("The party of letter {letter_number} was reminded"))

KIND = "campaign_letter"
CODES = "campaign letter"
LONGEST_FUNCTION = 60
#: Letters issued in one deed.
MOST = 200


def send_letters(
    *, campaign_id: int, actor: StaffActor, party_ids: Sequence[int] | None = None
) -> list[Notice]:
    """Writes to the parties (all that have no letter of this campaign yet), each with its own code.

    One with an e-mail address gets the letter there as well. Raises ``NotAllowed`` without the post, ``Refusal`` where
    there is nobody left to write to.
    """
    with transaction.atomic():
        found = campaign_in_hand(campaign_id, actor, None)
        access.may_send_letters(actor, found).require()
        rows = notices.to_write_to(found)
        if party_ids is not None:
            rows = rows.filter(pk__in=list(party_ids))
        parties = list(rows[:MOST])
        if not parties:
            raise Refusal(say("Everybody in this campaign has a letter already, or the sites name no party."))
        doing = in_post(actor, found.agency_id, (ORGANISER,))
        return [_send(found, party, doing) for party in parties]


def _send(campaign: Campaign, party: SiteParty, actor: StaffActor) -> Notice:
    token, today = secret_codes.new_token(), clock.today()
    code, reference = secret_codes.code_of(CODES, token), _reference()
    by = today + timedelta(days=checklists.house("acknowledgement")["days"])
    made = Notice.objects.create(
        campaign=campaign,
        party=party,
        reference=reference,
        code_digest=secret_codes.digest_of(CODES, reference, code),
        issued_on=today,
        acknowledge_by=by,
    )
    letter = letters.issue(
        subject=subject_of(made),
        agency=campaign.agency,
        kind=KIND,
        values=_values(campaign, party, reference, code, by),
        on=today,
        actor=actor,
        addressee=party.name,
    )
    Notice.objects.filter(pk=made.pk).update(letter=letter)
    made.letter = letter
    to = contacts.read(party.pk, party.contact).email
    text = "\n".join([f"{party.name}：", *letters.content_of(letter).paragraphs])
    mailed = mail.queue(to=to, title=letter.title, text=text, subject=subject_of(made)) is not None
    data = {"role": party.role, "site": party.site.code, "mailed": mailed}
    tell_ledger(ISSUED, made, actor, data={**_told(made), **data})
    return made


def preview_letter(campaign: Campaign, party: SiteParty) -> letters.LetterDraft:
    """The letter as the party would get it today; reference and code are given when it is issued."""
    by = clock.today() + timedelta(days=checklists.house("acknowledgement")["days"])
    return letters.preview(
        agency=campaign.agency,
        kind=KIND,
        values=_values(campaign, party, "……", "……", by),
        on=clock.today(),
        addressee=party.name,
    )


def _values(
    campaign: Campaign, party: SiteParty, reference: str, code: str, by: date
) -> dict[str, letters.Given]:
    listed = checklists.checklist(campaign.checklist, clock.today())
    items = listed.items if listed else ()
    lines = [f"{at}．{each.label}：{each.seen}。" for at, each in enumerate(items, 1)]
    return {
        "site_name": party.site.name,
        "site_address": party.site.address,
        "campaign_title": campaign.title,
        "campaign_number": campaign.number,
        "begins_on": campaign.begins_on,
        "ends_on": campaign.ends_on,
        "basis_words": campaign.basis,
        "checklist_label": listed.label if listed else "",
        "checklist_words": "\n".join(lines),
        "letter_words": campaign.letter_words,
        "acknowledge_by": by,
        "acknowledge_address": _where(),
        "reference": reference,
        "code": code,
    }


def _where() -> str:
    """Where a letter is acknowledged; an installation that was not told its address says whose site it is."""
    own = settings.PUBLIC_URL or "本机关政府信息公开网站"
    return f"{own}/campaigns/letters/"


def _reference() -> str:
    """Short and told on the telephone; says nothing of how many there are."""
    return "HZ-" + secret_codes.code_of("campaign reference", secret_codes.new_token()).replace("-", "")[:8]


def acknowledge(*, reference: str, code: str, name: str, function: str) -> Notice:
    """The party says that it has the letter: with the reference and the code in it. A second time changes nothing.

    Raises ``NotAllowed`` for a code that does not fit, ``Invalid`` without a name.
    """
    who = words(name, "name", LONGEST_NAME, needed=True)
    doing = words(function, "function", LONGEST_FUNCTION)
    with transaction.atomic():
        ledger.take_turn()
        found = notices.by_reference(reference.strip().upper())
        if found is None or not secret_codes.fits(CODES, found.reference, code, found.code_digest):
            raise NotAllowed(
                say("Reference and code do not belong together. Look at both in the letter again.")
            )
        if found.acknowledged_at is not None:
            return found
        _note(found, Notice.Way.CODE, who, doing)
        tell_ledger(ACKNOWLEDGED, found, None, data=_told(found))
    return found


def note_receipt(
    *,
    notice_id: int,
    actor: StaffActor,
    way: str,
    served_on: date,
    evidence: str,
    recipient: str,
    tracking_number: str = "",
) -> Notice:
    """Notes how a letter was handed over and who signed for it; that acknowledges it. Raises ``Invalid``."""
    with transaction.atomic():
        ledger.take_turn()
        found = notices.notice(actor, notice_id)
        if found is None or found.letter is None:
            raise NotAllowed(say("There is no such letter, or your posts do not show it to you."))
        access.may_organise(actor, found.campaign.agency_id).require()
        if found.acknowledged_at is not None:
            raise Refusal(say("This letter is acknowledged already."))
        who = words(recipient, "recipient", LONGEST_NAME, needed=True)
        doing = in_post(actor, found.campaign.agency_id, (ORGANISER,))
        letters.record_service(
            letter=found.letter,
            way=way,
            served_on=served_on,
            evidence=words(evidence, "evidence", LONGEST_EVIDENCE),
            tracking_number=tracking_number,
            recipient=who,
            actor=doing,
        )
        _note(found, Notice.Way.RECEIPT, who, "")
        tell_ledger(RECEIPT, found, doing, data={**_told(found), "way": way, "on": served_on.isoformat()})
    return found


def _note(found: Notice, way: str, name: str, function: str) -> None:
    about = f"notice.{found.pk}"
    said = json.dumps({"name": name, "function": function}, ensure_ascii=False)
    found.acknowledged_at, found.acknowledged_way = clock.now(), way
    found.acknowledged_by = contacts.seal_words(about, said)
    found.save(update_fields=["acknowledged_at", "acknowledged_way", "acknowledged_by"])


def remind(limit: int = 100) -> int:
    """Reminds who has not acknowledged in time, once each period; by e-mail where there is one. Gives how many."""
    count = 0
    for late in list(notices.late()[:limit]):
        with transaction.atomic():
            ledger.take_turn()
            found = Notice.objects.select_for_update(of=("self",), no_key=True).get(pk=late.pk)
            if found.acknowledged_at is not None or found.acknowledge_by >= clock.today():
                continue
            days = checklists.house("acknowledgement")["days"]
            found.reminded_on, found.reminders = clock.today(), found.reminders + 1
            found.acknowledge_by = clock.today() + timedelta(days=days)
            found.save(update_fields=["reminded_on", "reminders", "acknowledge_by"])
            mailed = _mail_reminder(late)
            tell_ledger(REMINDED, late, None, data={**_told(late), "mailed": mailed})
            count += 1
    return count


def _mail_reminder(found: Notice) -> bool:
    to = contacts.read(found.party_id, found.party.contact).email
    number = found.letter.number if found.letter else ""
    title = f"请确认收到《{found.letter.title if found.letter else ''}》"
    text = (
        f"{found.party.name}：\n我局{number}函尚未收到贵单位回执。请凭函中的回执编号和回执码在下列地址确认：\n"
        f"{_where()}\n{found.campaign.agency.name}"
    )
    return mail.queue(to=to, title=title, text=text, subject=subject_of(found)) is not None


def _told(found: Notice) -> dict[str, Any]:
    letter = found.letter
    return {
        "letter_number": letter.number if letter else "",
        "letter_digest": letter.digest if letter else "",
        "campaign": found.campaign.number,
    }
