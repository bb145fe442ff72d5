"""The staff's screens of publicity."""
