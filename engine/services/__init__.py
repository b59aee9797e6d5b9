"""What people do with the service, and what keeps it in order: its health, its log, its backups."""
