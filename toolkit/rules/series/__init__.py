"""The answers of one cell over time, and what was decided of them."""
