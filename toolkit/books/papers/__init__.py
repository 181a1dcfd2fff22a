"""Report templates, filled."""
