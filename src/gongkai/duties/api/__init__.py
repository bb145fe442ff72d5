"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.duties.api import activities, plans, training

ROUTERS = (plans.router, activities.router, training.router)

__all__ = ["ROUTERS"]
