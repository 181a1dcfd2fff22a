"""What the answers add up to."""
