"""Measuring what the engine does against expected results."""
