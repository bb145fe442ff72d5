"""The public's pages of the register."""
