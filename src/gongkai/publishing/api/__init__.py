"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.publishing.api import catalogue, documents

ROUTERS = (documents.router, catalogue.router)

__all__ = ["ROUTERS"]
