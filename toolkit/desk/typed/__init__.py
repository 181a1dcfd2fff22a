"""What the office types into its lists: taken in, and shown again in the next list."""
