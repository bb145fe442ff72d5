"""The public's pages of campaigns on the street."""
