"""Excel sheets for staff: a unit's form made, and filled forms read back into entries."""
