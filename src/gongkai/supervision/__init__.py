"""Mezzanine over the rooms: it looks, urges and accounts; it changes nothing in them."""
