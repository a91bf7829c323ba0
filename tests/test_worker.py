"""Whatever the work does, it is one error with a sentence, and the next call is answered."""

import os
import signal
import time

import pytest

from finalaccounts import checking, limits
from finalaccounts.limits import LimitError, Limits, parsed
from finalaccounts.loading import folders
from finalaccounts.worker import FaultError, Worker
from tests.test_build import ROOT


class KnownError(ValueError):
    """What the work is expected to raise."""


def work(what):
    if what == "loop":
        while True:
            pass
    if what == "long":
        return len("9" * 10_000_000 + "x") * sum(pow(3, 3_000_000) % 7 for _ in range(10_000))
    if what == "swallow":
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: S110
                pass
    if what == "memory":
        return len(bytearray(4 * 1024**3))
    if what == "hidden memory":
        try:
            bytearray(4 * 1024**3)
        except MemoryError as error:
            raise KnownError("damaged") from error
    if what == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "exit":
        os._exit(0)
    if what == "deep":
        return work("deep")
    if what == "known":
        raise KnownError("damaged file")
    if what == "fault":
        raise KeyError("x")
    if what == "lambda":
        return lambda: 1
    return what, os.getpid()


@pytest.mark.parametrize(
    ("what", "kind", "said"),
    [
        ("loop", LimitError, "processor time.*'seconds'"),
        ("long", LimitError, "'seconds'"),
        ("swallow", LimitError, "'seconds'"),
        ("memory", LimitError, "'memory'"),
        ("hidden memory", LimitError, "'memory'"),
        ("crash", FaultError, "signal 9"),
        ("exit", FaultError, "without an answer"),
        ("deep", FaultError, "nested too deeply"),
        ("known", KnownError, "damaged file"),
        ("fault", FaultError, "KeyError"),
        ("lambda", FaultError, "pickle"),
    ],
)
def test_one_file_one_sentence(what, kind, said):
    with Worker(work, (KnownError,), Limits(seconds=1)) as apart:
        with pytest.raises(kind, match=said):
            apart(what)
        assert apart("next")[0] == "next"


def test_one_process_reads_many_files_and_ends_with_the_command():
    with Worker(work, (), Limits()) as apart:
        first = apart("a")[1]
        assert first != os.getpid()
        assert apart("b")[1] == first
    for _ in range(50):
        if not os.path.exists(f"/proc/{first}"):  # noqa: PTH110
            break
        time.sleep(0.1)
    assert not os.path.exists(f"/proc/{first}")  # noqa: PTH110


def test_limits_are_given_by_name():
    assert parsed(["seconds=20", "cells=5"]) == Limits(seconds=20, cells=5)
    for wrong in ("second=1", "seconds", "seconds=-1", "seconds=²"):
        with pytest.raises(ValueError, match="there are: seconds"):
            parsed([wrong])


def test_work_in_the_commands_own_process_is_held_too(monkeypatch):
    handler = signal.getsignal(signal.SIGVTALRM)
    monkeypatch.setattr(limits, "_current", Limits(seconds=1))
    with pytest.raises(LimitError, match=r"a/b: .*'seconds'"), limits.processor_time("a/b"):
        work("swallow")
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
    assert signal.getsignal(signal.SIGVTALRM) is handler
    begun = time.process_time()
    with limits.processor_time("a/b"):
        limits.grant(60_000)
        while time.process_time() - begun < 1.5:
            pass


def test_a_report_that_takes_too_long_to_check_is_one_listed_and_the_others_are_checked(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(limits, "_current", Limits(seconds=2))
    whole, tried = checking.reconcile, []

    def slow(report):
        tried.append(report.meta.report_id)
        return work("loop") if len(tried) == 1 else whole(report)

    monkeypatch.setattr(checking, "reconcile", slow)
    data = ROOT / "data"
    reports, unread = checking.checked(data, folders(data)[:2])
    assert [one.report.meta.report_id for one in reports] == tried[1:]
    [said] = unread
    assert tried[0].removeprefix("cn-").replace("-", "/") in said and "processor time" in said
