"""The room of complaints and other matters (投诉受理与热线)."""
