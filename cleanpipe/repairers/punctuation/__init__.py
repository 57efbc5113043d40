"""Marks, blanks, quotations, numbers and abbreviations, by the conventions of the language."""
