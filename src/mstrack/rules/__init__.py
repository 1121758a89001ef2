"""What may be wrong: each rule a small pure function, its docstring the rule."""
