"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.powers.api import decisions, discretion

ROUTERS = (discretion.router, decisions.router)

__all__ = ["ROUTERS"]
