"""Sections and links -> facts: one module a kind of fact."""
