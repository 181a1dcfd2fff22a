"""What arrives: the files, and whose they are."""
