"""What goes out: what a round orders, and its books."""
