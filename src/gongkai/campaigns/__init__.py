"""The room of campaigns on the street (专项治理): check-lists per site, letters with acknowledgement, inspections."""
