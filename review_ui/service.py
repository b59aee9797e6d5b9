"""The engine's services, as the application holds them."""

from fastapi import Request

from engine import Service


def service_of(request: Request) -> Service:
    """Return the services of the application that answers `request`."""
    service: Service = request.app.state.service
    return service
