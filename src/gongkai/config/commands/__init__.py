"""The commands of ``gongkai``, one module a group."""
