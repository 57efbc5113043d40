"""Bytes read in the wrong encoding, entities, escapes, characters that nobody sees."""
