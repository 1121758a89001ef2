"""An entry on its way into the store."""
