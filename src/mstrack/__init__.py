"""mstrack: what a city promised this year, who answers for it, and where each promise stands."""

__version__ = "0.1.0"
