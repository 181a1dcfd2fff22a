"""What only Windows shows: run there, or by a Windows Python under Wine (`python -m tests.windows`)."""
