"""Post-evaluations and clean-up lists for staff."""
