"""The room's open data: thin views over ``queries``, composed by ``gongkai.api``; they never touch models."""

from gongkai.publishing.api.catalogue import router as catalogue
from gongkai.publishing.api.documents import router as documents

ROUTERS = (documents, catalogue)

__all__ = ["ROUTERS", "catalogue", "documents"]
