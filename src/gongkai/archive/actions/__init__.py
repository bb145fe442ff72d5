"""Every write of the archive."""
