"""Every rule over a whole store, and the proof over its history."""
