"""The cache in front of Django: anonymous pages answered from memory, never one that has changed since.

``FrontCache`` wraps the WSGI application. Pages are kept under exactly what they were rendered from
(``visitor``), in bounded memory (``shelf``), ready to send (``page``), and shown only while the public
version number is the one read before they were rendered (``core.public_version``). The reasons are in
docs/decisions/0006-front-cache.md.
"""

from gongkai.core.front_cache.visitor import Visitors
from gongkai.core.front_cache.wrapper import MAX_AGE, FrontCache

__all__ = ["MAX_AGE", "FrontCache", "Visitors"]
