"""The same outside English, with a little grammar; and what holds in all languages."""
