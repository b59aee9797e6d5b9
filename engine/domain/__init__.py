"""The domain: one file a noun, no outside world."""
