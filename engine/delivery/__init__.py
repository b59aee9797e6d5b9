"""What leaves the engine: results and, once signed, documents."""
