"""The office's register and samples, read."""
