"""``rules test``: examples, near misses, clean text, worst cases of patterns."""
