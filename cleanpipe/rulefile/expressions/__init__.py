"""What patterns are made of, what they must contain, what they cost."""
