"""The staff's screens of the register."""
