"""Returns broken at random, with a seed: whatever comes back, no command may stop."""
