"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.complaints.api import matters

ROUTERS = (matters.router,)

__all__ = ["ROUTERS"]
