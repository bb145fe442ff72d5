"""Every read of the room. Lists begin from ``access.visible_to``."""
