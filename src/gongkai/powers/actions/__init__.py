"""The only code that writes in the room."""

from gongkai.powers.actions.bringing import BroughtIn, bring_in
from gongkai.powers.actions.moving import move
from gongkai.powers.actions.writing import create, draft_new_version, save

__all__ = ["BroughtIn", "bring_in", "create", "draft_new_version", "move", "save"]
