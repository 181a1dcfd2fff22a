"""The cells of a received book, as they are stored."""
