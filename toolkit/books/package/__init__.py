"""The parts of an .xlsx: opened, changed cell by cell, cloned, grafted, saved."""
