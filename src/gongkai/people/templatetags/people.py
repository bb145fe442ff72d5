"""Filters of the room's pages: keys as words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from gongkai.people import words
from gongkai.people.roles import BY_KEY

register = template.Library()


@register.filter
def unit_kind(key: str) -> str:
    """科室、执法大队 …"""
    return gettext(words.UNIT_KINDS.get(key, key))


@register.filter
def body_kind(key: str) -> str:
    """领导小组、监督小组 …"""
    return gettext(words.BODY_KINDS.get(key, key))


@register.filter
def seat_word(key: str) -> str:
    """组长、成员 …"""
    return gettext(words.SEATS.get(key, key))


@register.filter
def subject_word(key: str) -> str:
    """What kind of record an event is about; an unknown kind keeps its key."""
    return gettext(words.SUBJECTS[key]) if key in words.SUBJECTS else key


@register.filter
def role_word(key: str) -> str:
    """The name of a role."""
    return gettext(BY_KEY[key].label) if key in BY_KEY else key


@register.filter
def role_note(key: str) -> str:
    """What a role lets one do."""
    return gettext(BY_KEY[key].note) if key in BY_KEY and BY_KEY[key].note else ""
