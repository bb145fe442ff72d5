"""Training and examinations."""
