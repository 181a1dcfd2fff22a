"""Pure logic on plain values: no files, no Excel."""
