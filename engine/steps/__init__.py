"""The steps of the path: pure functions of values."""
