"""gyokaku: a reform plan and its register in, progress sheets and judged totals out."""
