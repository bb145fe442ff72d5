"""Opinions for staff: the list, one opinion, groups, entering, the adoption report and files."""
