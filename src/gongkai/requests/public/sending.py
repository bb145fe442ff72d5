"""Files on their way to the applicant; the way is the house's."""

from __future__ import annotations

from gongkai.core.sending import attachment

__all__ = ["attachment"]
