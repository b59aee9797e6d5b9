"""What keeps the service in order: its health, its log, its backups."""
