"""Taking files in safely 附件: what a file is, what it carries, and a copy without what it should not carry.

``inspect`` never trusts a name: the type comes from the content. ``without_metadata`` writes a copy without
the data about its makers. Both raise ``core.refusals.Invalid`` with a sentence for the person who sent the
file.
"""

from gongkai.core.intake.cleaning import without_metadata
from gongkai.core.intake.inspecting import inspect
from gongkai.core.intake.model import CLEANABLE, Inspected, Kind, Meta
from gongkai.core.intake.names import safe_name

__all__ = ["CLEANABLE", "Inspected", "Kind", "Meta", "inspect", "safe_name", "without_metadata"]
