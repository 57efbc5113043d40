"""Lines and paragraphs torn inside a sentence or a word."""
