"""Where the work of a run is done. An engine maps a function over tasks and gives results in order; see ``local``."""
