"""Campaigns on the street (专项治理): their way, check-lists, inspections and what a site stands at."""
