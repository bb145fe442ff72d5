"""The stairs: the only code that writes in two rooms, one story a file."""
