"""What a run leaves for people and programs: the log of edits, the summary, the page; and edits shown in a terminal."""
