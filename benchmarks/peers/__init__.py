"""What a user would pick instead: the same gold, the same text, one run (see ``__main__``)."""
