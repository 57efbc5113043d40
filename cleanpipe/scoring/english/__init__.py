"""The places of an English text where something may be lost, and what was lost there."""
