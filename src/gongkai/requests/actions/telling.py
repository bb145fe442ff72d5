"""Telling people: applicants by e-mail that there is news, officers that a day draws near. Names nobody."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.core import clock, deadlines, mail
from gongkai.core.models import Deadline
from gongkai.domain.law import load
from gongkai.people.models import Person
from gongkai.requests.actions.letters_of import applicant_of
from gongkai.requests.identity import read
from gongkai.requests.models import Consultation, Notice, Request
from gongkai.requests.queries.subjects import CONSULTATION, SUBJECT, subject_of

#: Moves after which there is something new for the applicant to read or to do.
NEWS = frozenset(
    {
        "register", "void", "ask_correction", "allow_longer", "lapse_correction", "hear_third_party", "ask_agency",
        "grant_extension", "ask_reasons", "delay", "charge_fee", "pay", "cancel_fee", "lapse_fee", "issue", "withdraw",
        "redo",
    }
)  # fmt: skip


def tell_applicant(request: Request, key: str) -> None:
    """Queues the notice that there is news, for applicants who wanted it. Part of the deed."""
    if key not in NEWS or not mail.available():
        return
    applicant = applicant_of(request)
    if applicant is None or not applicant.by_email:
        return
    with translation.override(applicant.language):
        prefix = "" if applicant.language.startswith("zh") else f"/{applicant.language}"
        address = f"{settings.PUBLIC_URL}{prefix}/requests/follow/"
        title = _("News about your request {number}").format(number=request.number)
        text = _(
            "There is news about your request {number} to {agency}.\n\nPlease read it with the number and your "
            "secret code at:\n{address}\n\nThis message was sent because you asked for notices; you can switch "
            "them off there."
        ).format(number=request.number, agency=request.agency.name, address=address)
    mail.queue(to=read(applicant).email, title=title, text=text, subject=subject_of(request))


def remind() -> int:
    """Reminds officers before and on the last day, and once when it is past; in office hours only. Gives how many."""
    if not in_office_hours():
        return 0
    calendar = clock.calendar()
    until = calendar.after(clock.today(), int(load("limits")["reminders"]["soon_working_days"]))
    rows = Deadline.objects.filter(
        subject_type__in=(SUBJECT, CONSULTATION), stopped_on__isnull=True, due_on__lte=until
    ).order_by("due_on", "pk")
    return sum(_remind(row) for row in list(rows))


def in_office_hours() -> bool:
    """Whether people are at their desks now: a working day, within the office hours of ``law/limits.toml``."""
    hours = load("limits")["office_hours"]
    now = timezone.localtime(clock.now())
    return clock.calendar().is_working(now.date()) and hours["first_hour"] <= now.hour < hours["last_hour"]


def _remind(row: Deadline) -> int:
    assert row.due_on is not None
    today = clock.today()
    step = "before" if row.due_on > today else "on_the_day" if row.due_on == today else "overdue"
    request = _request_of(row)
    if request is None:
        return 0
    with transaction.atomic():
        notice, new = Notice.objects.get_or_create(
            deadline=row.pk,
            step=step,
            due_on=row.due_on,
            defaults={"request": request, "person": request.officer, "at": clock.now()},
        )
        if new and notice.person is not None:
            _mail(notice.person, request, row, step)
    return int(new)


def _request_of(row: Deadline) -> Request | None:
    pk = int(row.subject)
    if row.subject_type == CONSULTATION:
        asked = Consultation.objects.select_related("request__officer").filter(pk=pk).first()
        return asked.request if asked else None
    return Request.objects.select_related("officer").filter(pk=pk).first()


def _mail(person: Person, request: Request, row: Deadline, step: str) -> None:
    if not person.email:
        return
    left = deadlines.standing(row).days_left or 0
    with translation.override("zh-hans"):
        title = {
            "before": _("{number} falls due in {days} working days"),
            "on_the_day": _("{number} falls due today"),
            "overdue": _("{number} is overdue"),
        }[step].format(number=request.number, days=left)
        text = _("Please open your work list: {address}").format(address=f"{settings.PUBLIC_URL}/workspace/")
    mail.queue(to=person.email, title=title, text=text, subject=subject_of(request))
