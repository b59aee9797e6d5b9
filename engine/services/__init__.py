"""What people do with the service, one module a concern."""
