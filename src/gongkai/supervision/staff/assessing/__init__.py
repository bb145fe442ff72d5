"""Screens of assessments and their entries."""
