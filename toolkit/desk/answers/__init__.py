"""What returns say."""
