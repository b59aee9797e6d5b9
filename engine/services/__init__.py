"""What people do with dossiers, and what keeps the service in order."""
