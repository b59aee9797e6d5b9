"""The outside world behind ports: models, clinical reading, page reading."""
