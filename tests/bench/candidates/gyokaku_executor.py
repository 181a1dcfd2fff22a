"""A workspace, returns and `own` or `dask` in; what that executor read of them consolidated, out."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.desk.workspace import load_workspace
from toolkit.steps.collect import collect
from toolkit.steps.consolidate import consolidate


def main(folder: Path, returns: Path, name: str) -> None:
    workspace = load_workspace(folder)
    round_ = workspace.profile.round()
    if name == "own":
        collect(workspace, round_, [returns])
    else:
        from distributed import Client  # type: ignore[import-not-found, unused-ignore]  # extra: bench

        with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:  # type: ignore[no-untyped-call, unused-ignore]  # it has no types
            collect(workspace, round_, [returns], executor=client.get_executor())
    consolidate(workspace, round_, proof=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
