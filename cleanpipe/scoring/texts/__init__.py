"""What a text says about its own words, and how damaged it is."""
