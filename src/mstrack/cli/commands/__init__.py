"""The commands, one module each: a command is a sentence."""
