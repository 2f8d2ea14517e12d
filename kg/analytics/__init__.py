"""Answers that need more than one query. Reads the store only."""
