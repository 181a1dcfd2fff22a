"""What is looked at before a file is parsed, and the process that reads it."""
