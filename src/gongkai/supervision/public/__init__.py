"""Public screens of supervision."""
