"""The staff's screens of annual reports."""
