"""Words, capitals and sentence ends: what segment-wise translation does."""
