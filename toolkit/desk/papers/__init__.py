"""What the meeting gets, and what the departments get back."""
