"""Children of the launcher: a Ctrl-C may come at any moment, also while one is looked at."""

import os
import signal
from pathlib import Path
from types import FrameType

import pytest

from salesops.local.processes import Child


class Stop(Exception):
    pass


def stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def test_a_stop_waits_until_the_look_at_a_child_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = Child("sleep", ["sleep", "60"], log=tmp_path / "log", environment=os.environ)
    looked = []

    def poll() -> None:
        signal.raise_signal(signal.SIGINT)
        looked.append(child.pid)

    before = signal.signal(signal.SIGINT, stop)
    try:
        with monkeypatch.context() as patch, pytest.raises(Stop):
            patch.setattr(child.process, "poll", poll)
            _ = child.is_running
    finally:
        signal.signal(signal.SIGINT, before)
    assert looked == [child.pid]
    child.stop(2)
    assert not child.is_running
