"""A store and what surrounds it."""
