"""Pseudonymised texts, pages and questions to a model: names and numbers replaced, dates shifted, and the way back."""
