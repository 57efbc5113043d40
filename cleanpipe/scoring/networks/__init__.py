"""Models that weigh: linear ones, and a small network that judges the joints between words."""
