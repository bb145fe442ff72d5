"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.consultations.api import consultations, voice

ROUTERS = (consultations.router, voice.router)

__all__ = ["ROUTERS"]
