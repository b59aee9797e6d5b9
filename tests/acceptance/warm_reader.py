"""Imports what reading French texts needs, which is most of what a command waits for."""

from engine.adapters.clinical_nlp import EdsNlpReader

EdsNlpReader().read("Bonjour.")
