"""`python -m engine.pathways lock`: record the versions and hashes of the pathways of this checkout."""

import sys

from engine.errors import BadPathway
from engine.pathways.lock import LOCK, lock


def main() -> int:
    """Run the command; 1 when a text changed without a new version."""
    if sys.argv[1:] != ["lock"]:
        print("usage: python -m engine.pathways lock", file=sys.stderr)
        return 2
    try:
        lock()
    except BadPathway as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {LOCK}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
