"""Verbs of `avis` for those who run the service."""
