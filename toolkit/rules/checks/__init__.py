"""A record or a plan in, what is to be asked about it out."""
