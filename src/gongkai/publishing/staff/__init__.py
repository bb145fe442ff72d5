"""The staff's screens of the room: thin views over ``queries``, ``forms`` and ``actions``."""
