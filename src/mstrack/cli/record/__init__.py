"""How an entry is asked for: questions, flags, a form in an editor."""
