"""Lists every command in README, CONTRIBUTING and docs with the test that runs it, or the reason why no test can."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Run:
    """Runs in a copy of the tree, as written."""

    leaves: str = ""
    """A file that exists afterwards."""

    is_slow: bool = False
    """The command takes seconds of CPU, and script/test shows in other tests what it does."""


@dataclass(frozen=True, slots=True)
class Serves:
    """Runs in a copy of the tree, as written, until `/healthz` answers."""


@dataclass(frozen=True, slots=True)
class By:
    """Runs in a test of its own, named as "file::name", or in a script that CI runs for each change."""

    place: str


@dataclass(frozen=True, slots=True)
class Cannot:
    why: str


ACCOUNT: Final = Cannot("needs an account at Heroku")
AMAZON: Final = Cannot("needs an Amazon developer account, and Amazon's network")
ENGINE: Final = Cannot("needs a container engine")
NPM: Final = Cannot("installs from npm's registry for all users of the machine, or needs such a package")
PINNED: Final = '{"dependencies": {"ask-cli": "2.30.7"}, "overrides": {"antlr4ts": "0.5.0-alpha.3"}}'
SECRET: Final = "$(.venv/bin/python -c 'import secrets; print(secrets.token_hex(32))')"

COMMANDS: Final[Mapping[str, Run | Serves | By | Cannot]] = {
    "script/setup": Run(leaves=".venv/pins"),
    "script/server": By("tests/integration/test_run.py::test_the_local_service_answers_recorded_requests"),
    "script/test": By(".ci/run"),
    "script/console": Run(),
    "script/bench": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/bench service": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/bench servers": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/test tests/integration/test_conversations.py -k first-visit": Run(),
    "curl --data @tests/requests/launch-echo-dot.json http://127.0.0.1:8000/simulator/request": By(
        "tests/integration/test_run.py::test_the_local_service_answers_recorded_requests"
    ),
    ".venv/bin/trust-steps talk": By("tests/speech/cli/test_commands.py::test_talk_works_without_a_terminal"),
    '.venv/bin/trust-steps say "open trust steps" "next" --wav out.wav': Run(leaves="out.wav"),
    '.venv/bin/trust-steps understand "the step about boundaries"': Run(),
    ".venv/bin/trust-steps rehearse tests/conversations/en-US/*.txt": Run(is_slow=True),
    ".venv/bin/trust-steps rehearse tests/conversations/en-US/first-visit.txt": Run(),
    ".venv/bin/trust-steps rehearse --accept tests/conversations/en-US/first-visit.txt": Run(),
    ".venv/bin/trust-steps doctor": Run(is_slow=True),
    ".venv/bin/trust-steps doctor --sentences tests/sentences/crisis_development.tsv": Run(is_slow=True),
    ".venv/bin/trust-steps run --model en-US.json --endpoint http://localhost:3000/": By(
        "tests/integration/foreign_skill/test_foreign_skill.py::test_the_simulators_page_talks_to_it"
    ),
    ".venv/bin/trust-steps package --endpoint https://trust-steps.example.com/alexa --out package": Run(
        leaves="package/skill-package/skill.json"
    ),
    ".venv/bin/trust-steps doctor --endpoint https://trust-steps.example.com/alexa": By(
        "tests/e2e/deployment/test_diagnostics.py::test_a_healthy_service_passes_every_check"
    ),
    'echo "DOMAIN=trust-steps.example.com" > .env': Run(leaves=".env"),
    f'echo "TRUST_STEPS_SECRET={SECRET}" >> .env': Run(leaves=".env"),
    'PATH="$PWD/.venv/bin:$PATH" REDIS_URL=redis://127.0.0.1:6379/0 WEB_CONCURRENCY=2 honcho start web': Serves(),
    'curl --header "Authorization: Bearer $TRUST_STEPS_METRICS_TOKEN" https://trust-steps.example.com/metrics': By(
        "tests/e2e/deployment/test_procfile.py::test_turns_are_counted_over_both_workers"
    ),
    "heroku create": ACCOUNT,
    "heroku addons:create heroku-redis:mini": ACCOUNT,
    "heroku config:set REDIS_TLS=unverified WEB_CONCURRENCY=2": ACCOUNT,
    f'heroku config:set TRUST_STEPS_SECRET="{SECRET}"': ACCOUNT,
    f'heroku config:set TRUST_STEPS_METRICS_TOKEN="{SECRET}"': ACCOUNT,
    "git push heroku HEAD:main": ACCOUNT,
    "heroku config:set TRUST_STEPS_SKILL_ID=amzn1.ask.skill.00000000-0000-0000-0000-000000000000": ACCOUNT,
    "docker compose up --detach --build": ENGINE,
    "docker compose up --detach": ENGINE,
    "npm install --global ask-cli": NPM,
    "mkdir ask && cd ask": NPM,
    f"echo '{PINNED}' > package.json": NPM,
    "npm install": NPM,
    "ask configure": AMAZON,
    "cd package && ask deploy": AMAZON,
    "cd package && ask dialog --locale en-US": AMAZON,
}
