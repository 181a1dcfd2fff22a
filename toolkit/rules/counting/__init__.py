"""Records in, their totals, groups and the rows of papers out."""
