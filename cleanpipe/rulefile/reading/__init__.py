"""From files to a ``RuleBook``, or to one error with every problem of every file."""
