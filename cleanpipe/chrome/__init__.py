"""Telling an article from the furniture of its page: line features, the line scorer, and structural evidence.

Used by ``cleanpipe.stages.chrome`` alone. Nothing here changes text or knows rule files.
"""
