"""All of git: its processes, its objects, and a revision or the index read like a folder."""
