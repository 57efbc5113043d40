"""The sub-commands of ``cleanpipe``, one module each: options in, calls to the package, words out.

No work is done here that the library cannot do; a module is imported only when its command is used.
"""
