"""Processes and rules of the duties (组织保障)."""
