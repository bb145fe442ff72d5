"""The shape of what is typed in the room."""
