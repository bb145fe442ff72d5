"""The staff's screens of the room."""
