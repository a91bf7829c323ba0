from pathlib import Path

import pytest

from finalaccounts.site.data import Publication
from tests.site import publishing


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> Path:
    """A data folder with one release of the real reports."""
    data = publishing.folder(tmp_path_factory.mktemp("released") / "data")
    publishing.publication(publishing.reports(), data).release("v1", "2026-11-22")
    return data


@pytest.fixture(scope="session")
def publication(released) -> tuple[Publication, dict[str, bytes]]:
    """The publication of that folder, and every file of it by address."""
    reports = publishing.reports()
    return publishing.publication(reports, released), publishing.publish(reports, released)


@pytest.fixture(scope="session")
def published(publication) -> dict[str, bytes]:
    """Its files."""
    return publication[1]


@pytest.fixture(scope="session")
def out(published, tmp_path_factory) -> Path:
    """The same on disk."""
    return publishing.write(published, tmp_path_factory.mktemp("out") / "site")
