"""What a file says: its characters, its YAML, its fields, and the values that they make."""
