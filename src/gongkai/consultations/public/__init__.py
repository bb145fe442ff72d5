"""The public's pages: what is open for opinions, the text clause by clause, the opinions, and what became of them."""
