"""The screens of inspections: on the street, their records, their photos."""
