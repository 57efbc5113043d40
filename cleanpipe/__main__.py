"""``python -m cleanpipe``: the same as the command ``cleanpipe``."""

from cleanpipe.cli import main

if __name__ == "__main__":
    main()
