"""A store, opened on a day: for the commands, and for programs in Python (`mstrack.snapshot`)."""
