"""What was typed, as numbers; and numbers as printed."""
