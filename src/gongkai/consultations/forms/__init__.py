"""Forms of the room: the shape of input."""
