"""The alert rules, the scrape example and the dashboard, against the metrics that the service really has."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from skill.alexa.verification.verifier import REFUSALS
from tests.support.process import ROOT, environment

DEPLOY: Final = ROOT / "deploy"
RULES: Final[list[dict[str, Any]]] = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
DASHBOARD: Final[dict[str, Any]] = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
QUERIES: Final = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
EXPRESSIONS: Final = {rule["alert"]: rule["expr"] for rule in RULES} | {
    panel["title"]: " ".join(target["expr"] for target in panel["targets"]) for panel in DASHBOARD["panels"]
}
OF_PROMETHEUS: Final = {"job", "instance", "le"}
"""Labels that the scrape and the histograms add."""

EVERY_METRIC: Final = """
from skill import app, settings
from skill.telemetry.interface import TurnOutcome
metrics = app._metrics(settings.read({}))
metrics.turn("LaunchRequest", TurnOutcome.ASKED, 1, 0.003)
metrics.voice(recognized=True)
metrics.refused("stale")
metrics.called("store", "read", 0.2, ok=False)
metrics.breaker(is_open=True)
print(metrics.render().decode())
"""


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """The names in `/metrics`, with their labels."""
    done = subprocess.run(
        [sys.executable, "-c", EVERY_METRIC],
        cwd=ROOT,
        env=environment(tmp_path_factory.mktemp("data")),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, set[str]] = {}
    for name, labels in re.findall(r"^(\w+)(?:{(.*)})? \S+$", done.stdout, re.MULTILINE):
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return found


def test_the_table_of_metrics_in_the_documents_is_complete(metrics: Mapping[str, set[str]]) -> None:
    table = (ROOT / "docs" / "deploy.md").read_text("utf-8").split("| metric | meaning |")[1].split("\n\n")[0]
    cells = [row.split(" | ")[0] for row in table.splitlines()[2:]]
    listed = dict(re.findall(r"`(\w+)(?:{(.*?)})?`", " ".join(cells)))

    found = {re.sub(r"_(bucket|count|sum)$", "", name): labels - {"le"} for name, labels in metrics.items()}

    assert {name: set(filter(None, labels.split(", "))) for name, labels in listed.items()} == found


@pytest.mark.parametrize("title", EXPRESSIONS)
def test_every_metric_and_label_of_an_expression_exists(title: str, metrics: Mapping[str, set[str]]) -> None:
    """A rule on a metric that was renamed never fires, and no one notices."""
    expression = EXPRESSIONS[title]
    names = set(re.findall(r"\b(?:trust_steps|process)_\w+", expression))
    selected = {label for braces in re.findall(r"{(.*?)}", expression) for label in re.findall(r"(\w+)[=!]", braces)}
    grouped = {label for listed in re.findall(r"by \((.*?)\)", expression) for label in listed.split(", ")}
    labels = OF_PROMETHEUS.union(*(metrics[name] for name in names & metrics.keys()))

    assert names - metrics.keys() == set()
    assert (selected | grouped) - labels == set()


def test_the_alert_on_refusals_has_the_reasons_for_which_there_is_something_to_do() -> None:
    expression = EXPRESSIONS["TrustStepsRefusesAlexa"]
    idle = {reason for reason, advice in REFUSALS.items() if "Nothing to do." in advice}

    reasons = set(re.findall(r'reason=~"(.*?)"', expression)[0].split("|"))

    assert reasons == REFUSALS.keys() - idle


def test_every_alert_has_a_severity_and_a_section_that_says_what_to_do() -> None:
    headings = re.findall(r"^#+ (.*)$", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE)
    sections = {f"docs/operations.md#{heading.lower().replace(' ', '-')}" for heading in headings}

    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}
    assert [rule["alert"] for rule in RULES if rule["annotations"]["runbook"] not in sections] == []


def test_the_panels_of_the_dashboard_do_not_overlap() -> None:
    def cells(panel: dict[str, Any]) -> Iterator[tuple[int, int]]:
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            yield from ((x, y) for y in range(place["y"], place["y"] + place["h"]))

    taken = [cell for panel in DASHBOARD["panels"] for cell in cells(panel)]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_grafanas_own_library_keeps_the_whole_dashboard() -> None:
    """It drops what Grafana does not know, such as a misspelt option."""
    reason = "pip install grafana-foundation-sdk; .ci/run does"
    models = pytest.importorskip("grafana_foundation_sdk.models.dashboard", reason=reason)
    import_module("grafana_foundation_sdk.cog.plugins").register_default_plugins()
    encoder = import_module("grafana_foundation_sdk.cog.encoder").JSONEncoder()

    read = json.loads(encoder.encode(models.Dashboard.from_json(DASHBOARD)))

    assert [*_lost(DASHBOARD, read)] == []


def test_the_comparison_with_grafanas_library_finds_what_was_lost() -> None:
    sent = {"panels": [{"title": "Turns", "colour": "red"}, {"title": "Time"}], "refresh": "1m"}
    read = {"panels": [{"title": "Turns"}, {"title": "Times", "more": 1}], "refresh": "1m"}

    assert [*_lost(sent, read)] == [".panels[0].colour", ".panels[1].title"]


def _lost(sent: Any, read: Any, at: str = "") -> Iterator[str]:
    """Yield the paths of what was sent and is not in what was read."""
    match sent, read:
        case dict(), dict():
            for key, value in sent.items():
                yield from _lost(value, read.get(key), f"{at}.{key}")
        case list(), list():
            for number, (value, other) in enumerate(zip_longest(sent, read)):
                yield from _lost(value, other, f"{at}[{number}]")
        case _ if sent != read:
            yield at


def _promtool(*arguments: str | Path) -> str:
    """Prometheus's own checker. `.ci/run` installs it."""
    program = shutil.which("promtool")
    if not program:
        pytest.skip("promtool is missing: apt-get install prometheus")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def deploy(tmp_path: Path) -> Path:
    """The folder as an operator copies it, with the file that holds the token."""
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    (tmp_path / "deploy" / "trust-steps.token").write_text("a token")
    return tmp_path / "deploy"


def test_promtool_accepts_the_scrape_example_and_its_rules(deploy: Path) -> None:
    printed = _promtool("check", "config", deploy / "prometheus.yml")

    assert f"{len(RULES)} rules found" in printed


def test_promtool_accepts_every_query_of_the_dashboard(tmp_path: Path) -> None:
    filled = [query.replace("$__rate_interval", "5m").replace("$instance", ".*") for query in QUERIES]
    rules = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(filled)]
    file = tmp_path / "queries.yml"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))

    assert f"{len(QUERIES)} rules found" in _promtool("check", "rules", file)


CALM: Final = {
    'up{job="trust-steps", instance="a"}': "1x60",
    'trust_steps_turns_total{instance="a", intent="X", outcome="asked"}': "0+10x60",
    'trust_steps_turns_total{instance="a", intent="X", outcome="failed"}': "0x60",
    'trust_steps_turn_seconds_bucket{instance="a", le="0.1"}': "0+10x60",
    'trust_steps_turn_seconds_bucket{instance="a", le="2.5"}': "0+10x60",
    'trust_steps_turn_seconds_bucket{instance="a", le="+Inf"}': "0+10x60",
    'trust_steps_call_seconds_bucket{instance="a", service="store", action="read", le="0.01"}': "0+10x60",
    'trust_steps_call_seconds_bucket{instance="a", service="store", action="read", le="0.25"}': "0+10x60",
    'trust_steps_call_seconds_bucket{instance="a", service="store", action="read", le="+Inf"}': "0+10x60",
    'trust_steps_call_failures_total{instance="a", service="store", action="read"}': "0x60",
    'trust_steps_call_failures_total{instance="a", service="reminders", action="ask"}': "0x60",
    'trust_steps_breaker_open{instance="a"}': "0x60",
    'trust_steps_refusals_total{instance="a", reason="missing-signature"}': "0+9x60",
    'trust_steps_refusals_total{instance="a", reason="other-skill"}': "0x60",
    'trust_steps_build_info{instance="a", version="1", commit="c"}': "1x60",
    'process_start_time_seconds{job="trust-steps", instance="a"}': "1000x60",
    'process_open_fds{job="trust-steps", instance="a"}': "30x60",
    'process_max_fds{job="trust-steps", instance="a"}': "1024x60",
    'process_resident_memory_bytes{job="trust-steps", instance="a"}': "166000000x60",
}
"""An hour of a service that is well, a value a minute. Scanners are refused all the time."""

TROUBLE: Final = {
    "TrustStepsDown": {'up{job="trust-steps", instance="a"}': "0x60"},
    "TrustStepsTurnsFail": {'trust_steps_turns_total{instance="a", intent="X", outcome="failed"}': "0x55 1x5"},
    "TrustStepsSlow": {'trust_steps_turn_seconds_bucket{instance="a", le="0.1"}': "0+9x60"},
    "TrustStepsStoreUnavailable": {'trust_steps_breaker_open{instance="a"}': "0x50 1x10"},
    "TrustStepsStoreFails": {
        'trust_steps_call_failures_total{instance="a", service="store", action="read"}': "0x45 0+1x15"
    },
    "TrustStepsStoreSlow": {
        'trust_steps_call_seconds_bucket{instance="a", service="store", action="read", le="0.01"}': "0+9x60"
    },
    "TrustStepsAmazonFails": {
        'trust_steps_call_failures_total{instance="a", service="reminders", action="ask"}': "0x50 0+1x10"
    },
    "TrustStepsRefusesAlexa": {'trust_steps_refusals_total{instance="a", reason="other-skill"}': "0x50 0+1x10"},
    "TrustStepsRestarts": {'process_start_time_seconds{job="trust-steps", instance="a"}': "1000x50 2000+60x10"},
    "TrustStepsOutOfFiles": {'process_open_fds{job="trust-steps", instance="a"}': "900x60"},
    "TrustStepsMemory": {'process_resident_memory_bytes{job="trust-steps", instance="a"}': "500000000x60"},
    "TrustStepsVersionsDiffer": {'trust_steps_build_info{instance="b", version="2", commit="d"}': "1x60"},
}


def test_there_is_a_trouble_for_every_alert() -> None:
    assert list(TROUBLE) == [rule["alert"] for rule in RULES]


def test_an_alert_fires_in_its_own_trouble_and_no_other_does(tmp_path: Path) -> None:
    """Also that none fires while all is well."""
    tests = [_alert_test(name, CALM | trouble) for name, trouble in TROUBLE.items()] + [_alert_test("", CALM)]
    file = tmp_path / "tests.yml"
    shutil.copy(DEPLOY / "alerts.yml", tmp_path)
    file.write_text(json.dumps({"rule_files": ["alerts.yml"], "evaluation_interval": "1m", "tests": tests}))

    assert "SUCCESS" in _promtool("test", "rules", file)


def _alert_test(name: str, series: Mapping[str, str]) -> dict[str, Any]:
    firing = [{"labels": f'{{alertname="{name}"}}', "value": 1}] if name else []
    firing_now = 'count by (alertname) (ALERTS{alertstate="firing"})'
    return {
        "name": name,
        "interval": "1m",
        "input_series": [{"series": each, "values": values} for each, values in series.items()],
        "promql_expr_test": [{"expr": firing_now, "eval_time": "60m", "exp_samples": firing}],
    }
