"""Between the phases, in the main process: which paragraphs of the run are copies of earlier ones.

Documents come in their order; each is a sketch made by a worker and a place in the spool where its text is fetched
when a candidate needs a closer look. What is a copy, ``cleanpipe.dedupe`` decides; here is only who is asked and who
answers.
"""

from __future__ import annotations
