"""Reading and writing corpora, and running a pipeline over them: sources, units, cleaning, copies, finishing."""
