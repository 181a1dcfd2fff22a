"""What a department sent back: realigned, what of ours it holds, a copy of it with what is asked."""
