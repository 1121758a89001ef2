"""Where tasks stand, which are meant, and what differs: pure."""
