"""Every write of the room: access → ask the domain → compare-and-set → one event, in one transaction."""
