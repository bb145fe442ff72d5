"""Do the channels an import names become releases once the office confirms the history?"""

from __future__ import annotations

from datetime import date

import pytest

from cast import BEGIN, go, make_cast
from gongkai.publishing import actions
from gongkai.publishing.importing import ImportRecord
from gongkai.publishing.models import Channel

pytestmark = pytest.mark.django_db


def test_confirmed_history_is_released_where_its_table_said() -> None:
    cast = make_cast()
    for kind in ("wechat", "newspaper"):
        Channel.objects.create(agency=cast.agency, kind=kind, name=kind, opened_on=BEGIN)
    record = ImportRecord(
        source="历史.csv",
        line=2,
        title="旧通告",
        body_html="<p>内容。</p>",
        date_made=date(2014, 4, 1),
        date_published=date(2014, 4, 15),
        catalogue_rows=("article20.15",),
        channels=("wechat",),
    )
    document = actions.bring_in(
        actor=cast.drafter, unit_id=cast.units["waste"].pk, records=[record], as_published=True
    )[0]
    document = go(cast, document, "confirm_history", "office", reason="核对过原件")
    released = {(r.channel.kind, r.released_on) for r in document.releases.select_related("channel")}
    assert released == {("disclosure_site", date(2014, 4, 15)), ("wechat", date(2014, 4, 15))}
