"""Scripts that make the data and weights under ``cleanpipe/scoring``; cleaning imports none of them."""
