"""What is printed in letters, forms and papers: their sentences, and what the register says of an item."""
