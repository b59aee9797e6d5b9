"""`python -m prompts lock`: record the versions and hashes of the prompts of this checkout."""

import argparse
import sys
from pathlib import Path

from prompts.lock import LOCK, lock
from prompts.prompt import PromptError


def main() -> int:
    """Run the command; 1 when a text changed without a new version."""
    parser = argparse.ArgumentParser(prog="python -m prompts", description=__doc__)
    parser.add_argument("action", choices=["lock"])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="where the prompt files are")
    arguments = parser.parse_args()
    try:
        lock(arguments.folder)
    except PromptError as error:
        print(f"not locked: {error}", file=sys.stderr)
        return 1
    print(f"wrote {arguments.folder / LOCK}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
