"""A GeoReport v2 server (Open311): matters reported and followed by other programs."""
