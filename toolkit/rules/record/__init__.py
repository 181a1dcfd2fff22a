"""The cells of a return in, its record and the contract it keeps out."""
