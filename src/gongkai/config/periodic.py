"""Every periodic job of the installation, declared in one place."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.annual_reports.actions import by_itself as annual_reports
from gongkai.archive.actions import by_itself as archive
from gongkai.campaigns.actions import by_itself as campaigns
from gongkai.complaints.actions import by_itself as complaints
from gongkai.complaints.actions import mail_intake, revealing
from gongkai.consultations.actions import by_itself as consultations
from gongkai.consultations.actions import news as consultations_news
from gongkai.core import clock, jobs, ledger, mail, notices, public_version
from gongkai.core.models import Presence
from gongkai.duties.actions import task_progress
from gongkai.powers.actions import by_itself as powers
from gongkai.publishing import actions
from gongkai.requests.actions import by_itself, sealing, telling
from gongkai.supervision.actions import appraisal_asking as appraisals
from gongkai.supervision.actions import by_itself as supervision
from gongkai.supervision.actions import outside_links


def declare() -> None:
    """Declares the jobs; called by the process that runs them."""
    jobs.periodic("publishing.publish_due", timedelta(seconds=5))(actions.publish_due)
    jobs.periodic("publishing.lapse_due", timedelta(minutes=10))(actions.lapse_due)
    jobs.periodic("requests.by_itself", timedelta(minutes=10))(by_itself.run)
    jobs.periodic("requests.remind", timedelta(minutes=30))(telling.remind)
    jobs.periodic("requests.erase_due", timedelta(hours=6))(sealing.erase_due)
    jobs.periodic("complaints.look_again", timedelta(minutes=10))(complaints.look_again)
    jobs.periodic("complaints.climb", timedelta(minutes=1))(complaints.climb)
    jobs.periodic("complaints.read_mailbox", timedelta(minutes=1))(mail_intake.run)
    jobs.periodic("complaints.erase_due", timedelta(hours=6))(revealing.erase_due)
    jobs.periodic("annual_reports.by_itself", timedelta(hours=1))(annual_reports.run)
    jobs.periodic("powers.turn_the_day", timedelta(minutes=10))(powers.turn_the_day)
    jobs.periodic("campaigns.remind", timedelta(minutes=30))(campaigns.run)
    jobs.periodic("duties.remind", timedelta(minutes=30))(task_progress.remind)
    jobs.periodic("consultations.by_itself", timedelta(minutes=10))(consultations.run)
    jobs.periodic("consultations.tell_followers", timedelta(minutes=5))(consultations_news.run)
    jobs.periodic("supervision.look", timedelta(hours=1))(supervision.run)
    jobs.periodic("supervision.appraisals", timedelta(minutes=10))(appraisals.run)
    jobs.periodic("supervision.ask_links", timedelta(minutes=2))(outside_links.run)
    jobs.periodic("archive.archive_due", timedelta(hours=1))(archive.run)
    jobs.periodic("core.send_mail", timedelta(seconds=30))(mail.send_due)
    jobs.periodic("core.anchor_ledger", timedelta(minutes=5))(ledger.anchor)
    jobs.periodic("core.recompute", timedelta(minutes=1))(notices.finish)
    jobs.periodic("core.turn_the_day", timedelta(minutes=1))(_turn_the_day)
    jobs.periodic("core.forget_presence", timedelta(hours=1))(_forget_presence)


_day: date | None = None


def _turn_the_day() -> None:
    """Pages say "today" and count days left: at midnight they are all new."""
    global _day
    today = clock.today()
    if _day not in (None, today):
        public_version.raise_version()
    _day = today


def _forget_presence() -> None:
    """Who had a record open an hour ago is nobody's business; it never was a record."""
    Presence.objects.filter(seen_at__lt=clock.now() - timedelta(hours=1)).delete()
