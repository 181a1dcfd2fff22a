"""`python -m toolkit.cli`: the same as `gyokaku`."""

from __future__ import annotations

from toolkit.cli import main

if __name__ == "__main__":
    main()
