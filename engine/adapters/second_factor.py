"""The second factor: codes of six digits that change every 30 seconds (RFC 6238)."""

import hmac
import io
import re
from datetime import datetime

import pyotp
import segno

PERIOD = 30  # seconds
ISSUER = "double-avis"
CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """Return a random secret (160 bits) in base32."""
    return pyotp.random_base32()


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """Return which 30-second step the code belongs to, None when it is none of now, the one before, the one after.

    The caller keeps the step, so that a code is taken once.
    """
    given = re.sub(r"\s", "", code)
    if not CODE.fullmatch(given):
        return None
    step, generator, found = int(now.timestamp()) // PERIOD, pyotp.TOTP(secret, interval=PERIOD), None
    for candidate in (step - 1, step, step + 1):
        if hmac.compare_digest(generator.generate_otp(candidate), given):
            found = candidate
    return found


def code_at(secret: str, now: datetime) -> str:
    """Return the code that an application shows at `now`."""
    return pyotp.TOTP(secret, interval=PERIOD).at(now)


def enrolment_image(secret: str, login: str) -> str:
    """Return the code to scan as inline SVG: shapes only, no style; black on white in a dark theme too."""
    address = pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=login, issuer_name=ISSUER)
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
        light="#fff",
    )
    return drawn.getvalue().decode().strip()


def grouped(secret: str) -> str:
    """Return the secret in groups of four, as people copy it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
