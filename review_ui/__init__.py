"""The browser service. It arrives with the service itself; nothing is served yet."""
