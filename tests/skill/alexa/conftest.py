from collections.abc import Iterator

import pytest
from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import Certificates
from tests.support.invalid_requests.stand_ins import Clock, Files
from tests.support.invalid_requests.world import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_world(tmp_path_factory.mktemp("certificate-host")) as world:
        yield world


@pytest.fixture
def files(world: World) -> Files:
    return Files(world.chain)


@pytest.fixture
def clock(world: World) -> Clock:
    return Clock(world.now)


@pytest.fixture
def certificates(files: Files, world: World, clock: Clock) -> Certificates:
    return Certificates(files, Store([world.pki.root.certificate]), clock)
