"""The sentences of letters and papers."""
