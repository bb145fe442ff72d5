"""The shape of what staff enter."""

from gongkai.publishing.forms.drafting import DraftForm, LinkForm, StartForm
from gongkai.publishing.forms.importing import BringInForm, ImportForm
from gongkai.publishing.forms.keeping import (
    ChannelForm,
    DutyForm,
    EndRowForm,
    LocalRowForm,
    TopicForm,
    WordingForm,
)
from gongkai.publishing.forms.lists import DocumentFilter, YearForm
from gongkai.publishing.forms.moving import MoveForm, ReleaseForm, StrikeForm

__all__ = [
    "BringInForm",
    "ChannelForm",
    "DocumentFilter",
    "DraftForm",
    "DutyForm",
    "EndRowForm",
    "ImportForm",
    "LinkForm",
    "LocalRowForm",
    "MoveForm",
    "ReleaseForm",
    "StartForm",
    "StrikeForm",
    "TopicForm",
    "WordingForm",
    "YearForm",
]
