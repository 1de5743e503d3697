from collections.abc import Iterator

import pytest
from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import Certificates
from tests.support.fake_amazon import FakeAmazon, open_amazon
from tests.support.invalid_requests.stand_ins import FakeDownload, ManualClock
from tests.support.invalid_requests.world import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_world(tmp_path_factory.mktemp("certificate-host")) as world:
        yield world


@pytest.fixture
def download(world: World) -> FakeDownload:
    return FakeDownload(world.chain)


@pytest.fixture
def clock(world: World) -> ManualClock:
    return ManualClock(world.now)


@pytest.fixture
def certificates(download: FakeDownload, world: World, clock: ManualClock) -> Certificates:
    return Certificates(download, Store([world.pki.root.certificate]), clock, monotonic=clock.monotonic)


@pytest.fixture
def amazon() -> Iterator[FakeAmazon]:
    with open_amazon() as amazon:
        yield amazon
