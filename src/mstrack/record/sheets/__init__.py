"""The Excel form of a reporting unit: made, and read back."""
