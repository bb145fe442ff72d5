"""Tags of the staff's screens of supervision."""
