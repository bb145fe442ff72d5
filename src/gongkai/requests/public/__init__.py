"""What anybody, and whoever holds a request's number and code, may open."""
