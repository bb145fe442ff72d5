"""The shape of input. What is right and wrong about it the actions say."""

from gongkai.people.forms.agencies import AgencyForm, BodyForm, SeatForm
from gongkai.people.forms.base import Form
from gongkai.people.forms.entrance import CodeForm, PasswordForm, SignInForm, TotpOffForm
from gongkai.people.forms.oversight import LedgerFilterForm
from gongkai.people.forms.posts import (
    AccountFilter,
    AccountForm,
    AppointForm,
    DelegateForm,
    EndForm,
    PostForm,
    ReasonForm,
    RolesForm,
    UnitForm,
)

__all__ = [
    "AccountFilter",
    "AccountForm",
    "AgencyForm",
    "AppointForm",
    "BodyForm",
    "CodeForm",
    "DelegateForm",
    "EndForm",
    "Form",
    "LedgerFilterForm",
    "PasswordForm",
    "PostForm",
    "ReasonForm",
    "RolesForm",
    "SeatForm",
    "SignInForm",
    "TotpOffForm",
    "UnitForm",
]
