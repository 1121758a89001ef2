"""Makes a store and what surrounds it."""
