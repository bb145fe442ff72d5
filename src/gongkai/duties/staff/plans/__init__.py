"""Screens of plans, tasks, meetings and themes."""
