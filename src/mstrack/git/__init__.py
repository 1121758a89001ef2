"""All of git: its processes, its objects, and a revision or the index read as a folder is."""
