"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.campaigns.api import campaigns

ROUTERS = (campaigns.router,)

__all__ = ["ROUTERS"]
