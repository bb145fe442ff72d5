"""Forms of the register: filters, moves, and the form a kind's fields give."""
