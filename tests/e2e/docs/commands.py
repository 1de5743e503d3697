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
CLUSTER: Final = Cannot("needs a Kubernetes cluster; test_manifests.py checks what is applied")
SYSTEM: Final = Cannot("installs into the system, with systemd; test_manifests.py checks the unit")
NPM: Final = Cannot("installs from npm's registry for all users of the machine, or needs such a package")
PINNED: Final = '{"dependencies": {"ask-cli": "2.30.7"}, "overrides": {"antlr4ts": "0.5.0-alpha.3"}}'
TRAINING: Final = Cannot("downloads gigabytes, and trains for an hour")
SECRET: Final = "$(.venv/bin/python -c 'import secrets; print(secrets.token_hex(32))')"
TEA_ROOM: Final = "tests/integration/project/test_tea_room.py"

NEW_LANGUAGE: Final = "tests/e2e/test_contributing.py::test_a_new_language_talks_after_one_command"
WYOMING: Final = "tests/speech/cli/test_wyoming.py::test_beyond_this_machine_it_says_so_and_it_ends_when_it_is_asked_to"

ONLY_PINNED: Final = "--no-deps --require-hashes --only-binary :all:"
MODEL: Final = "~/models/faster-whisper-base.en"
VOICE: Final = "~/voices/en_US-joe-medium.onnx"
WITH_A_MODEL: Final = "tests/speech/asr/test_with_a_model.py"
WITH_A_VOICE: Final = "tests/speech/tts/test_piper_driver.py"
DIAGNOSTICS: Final = "tests/e2e/deployment/test_diagnostics.py"
RUNBOOKS: Final = "tests/e2e/deployment/test_runbooks.py"
BACK_UP_REDIS: Final = (
    "(umask 077; docker compose exec -T redis sh -c 'redis-cli --rdb /tmp/progress.rdb >&2 &&"
    " cat /tmp/progress.rdb && rm /tmp/progress.rdb' > progress.rdb)"
)
RESTORE_REDIS: Final = (
    "docker compose run --rm -T redis sh -c 'rm -rf /data/appendonlydir && mkdir /data/appendonlydir &&"
    " cat > /data/appendonlydir/appendonly.aof.1.base.rdb &&"
    ' echo "file appendonly.aof.1.base.rdb seq 1 type b" > /data/appendonlydir/appendonly.aof.manifest\' < progress.rdb'
)
BACK_UP_FILE: Final = (
    "(umask 077; .venv/bin/python -c 'import sqlite3, sys;"
    ' sqlite3.connect(sys.argv[1]).execute("VACUUM INTO ?", sys.argv[2:])\''
    ' "$TRUST_STEPS_DATA/progress.sqlite3" progress.sqlite3)'
)
RESTORE_FILE: Final = 'cp progress.sqlite3 "$TRUST_STEPS_DATA/progress.sqlite3"'
FORMER: Final = 'TRUST_STEPS_FORMER_SECRETS="$(heroku config:get TRUST_STEPS_SECRET)"'
IMAGE: Final = "registry.example.com/trust-steps:0.1.0"
PINNED_INSTALL: Final = (
    "/opt/trust-steps/.venv/bin/pip install --require-hashes --only-binary :all:"
    " --requirement /opt/trust-steps/requirements.txt"
)

COMMANDS: Final[Mapping[str, Run | Serves | By | Cannot]] = {
    "script/setup": Run(leaves=".venv/pins"),
    "script/server": By("tests/integration/test_run.py::test_the_local_service_answers_recorded_requests"),
    "script/test": By(".ci/run"),
    "script/console": Run(),
    "script/bench": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/bench service": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/bench servers": By("tests/tools/test_bench.py::test_the_shortest_bench_measures_every_figure"),
    "script/test tests/integration/test_conversations.py -k first-visit": Run(is_slow=True),
    "curl --data @tests/requests/launch-echo-dot.json http://127.0.0.1:8000/simulator/request": By(
        "tests/integration/test_run.py::test_the_local_service_answers_recorded_requests"
    ),
    ".venv/bin/trust-steps talk": By(
        "tests/speech/cli/test_commands.py::test_talk_in_a_pipe_prints_each_sentence_once_with_its_answer_below"
    ),
    ".venv/bin/trust-steps talk --locale it-IT": By(NEW_LANGUAGE),
    ".venv/bin/trust-steps new language it-IT": By(NEW_LANGUAGE),
    '.venv/bin/trust-steps new step "Keep it growing"': By(
        "tests/e2e/test_contributing.py::test_a_new_step_is_named_by_its_missing_fields"
    ),
    ".venv/bin/trust-steps new intent TellJoke": By(
        "tests/e2e/test_contributing.py::test_a_new_intent_is_named_by_its_missing_words"
    ),
    'eval "$(.venv/bin/trust-steps completion bash)"': By(
        "tests/speech/cli/test_arguments.py::test_bash_completes_commands_and_options"
    ),
    '.venv/bin/trust-steps say "open trust steps" "next" --wav out.wav': Run(leaves="out.wav"),
    '.venv/bin/trust-steps understand "the step about boundaries"': Run(),
    ".venv/bin/trust-steps rehearse tests/conversations/en-US/*.txt": Run(is_slow=True),
    ".venv/bin/trust-steps rehearse tests/conversations/en-US/first-visit.txt": Run(),
    ".venv/bin/trust-steps rehearse --accept tests/conversations/en-US/first-visit.txt": Run(),
    ".venv/bin/python -m tools.crisis_training.calibration": By(
        "tests/tools/test_crisis_calibration.py::test_shares_are_counted_by_how_a_sentence_is_said"
    ),
    "python -m venv training": TRAINING,
    "training/bin/pip install -e . torch transformers scikit-learn": TRAINING,
    "training/bin/python -m tools.crisis_training --base sentence-transformers/all-MiniLM-L6-v2 --teacher teacher.pt": (
        TRAINING
    ),
    ".venv/bin/trust-steps doctor": Run(is_slow=True),
    ".venv/bin/trust-steps doctor --sentences tests/sentences/en/crisis_development.tsv": Run(is_slow=True),
    ".venv/bin/trust-steps run --model en-US.json --endpoint http://localhost:3000/": By(
        "tests/integration/foreign_skill/test_foreign_skill.py::test_the_simulators_page_talks_to_it"
    ),
    ".venv/bin/trust-steps package --endpoint https://trust-steps.example.com/alexa --out package": Run(
        leaves="package/skill-package/skill.json"
    ),
    ".venv/bin/trust-steps doctor --endpoint https://trust-steps.example.com/alexa": By(
        f"{DIAGNOSTICS}::test_a_healthy_service_passes_every_check"
    ),
    ".venv/bin/trust-steps doctor --staging --endpoint https://staging.internal:8443/alexa": By(
        f"{DIAGNOSTICS}::test_a_staging_host_may_have_any_port_and_a_certificate_of_this_machine"
    ),
    "script/env trust-steps.example.com": Run(leaves=".env"),
    'echo "REDIS_URL=redis://redis:6379/0" >> .env': Run(leaves=".env"),
    "script/env --rotate": By(f"{RUNBOOKS}::test_rotating_keeps_the_old_secret_among_the_former_ones"),
    BACK_UP_REDIS: By(f"{RUNBOOKS}::test_a_backup_of_redis_brings_everyone_back"),
    RESTORE_REDIS: By(f"{RUNBOOKS}::test_a_backup_of_redis_brings_everyone_back"),
    BACK_UP_FILE: By(f"{RUNBOOKS}::test_a_backup_of_the_embedded_store_brings_everyone_back"),
    RESTORE_FILE: By(f"{RUNBOOKS}::test_a_backup_of_the_embedded_store_brings_everyone_back"),
    'PATH="$PWD/.venv/bin:$PATH" REDIS_URL=redis://127.0.0.1:6379/0 WEB_CONCURRENCY=2 honcho start web': Serves(),
    'curl --header "Authorization: Bearer $TRUST_STEPS_METRICS_TOKEN" https://trust-steps.example.com/metrics': By(
        "tests/e2e/deployment/test_procfile.py::test_turns_are_counted_over_both_workers"
    ),
    'pip install "trust-steps[simulator] @ git+https://github.com/OWNER/trust-steps"': Cannot(
        "installs from an address that its reader chooses"
    ),
    'pip install "/path/to/trust-steps[simulator]"': Cannot("installs from a path that its reader chooses"),
    "trust-steps talk --watch": By(f"{TEA_ROOM}::test_talk_reads_a_changed_model_and_handler_in_the_same_session"),
    "trust-steps run --watch": By(f"{TEA_ROOM}::test_the_page_talks_with_it_and_loads_a_changed_handler"),
    'trust-steps say "open tea room" "order black tea"': By(
        f"{TEA_ROOM}::test_an_error_of_its_handler_is_shown_with_the_traceback_and_the_other_answers_are_heard"
    ),
    'trust-steps understand "order black tea"': By(f"{TEA_ROOM}::test_understand_takes_its_model_and_says_so"),
    "trust-steps doctor": By(f"{TEA_ROOM}::test_doctor_checks_its_model_and_its_handler"),
    "trust-steps doctor --model de-DE.json": By(
        "tests/speech/cli/test_doctor.py::test_a_model_with_hints_alone_passes"
    ),
    "trust-steps rehearse conversations/*/*.conversation": By(
        f"{TEA_ROOM}::test_its_conversation_files_are_played_each_in_the_locale_of_its_folder"
    ),
    "trust-steps rehearse --watch conversations/*/*.conversation": By(
        f"{TEA_ROOM}::test_rehearse_with_watch_rehearses_again_after_a_change"
    ),
    "trust-steps rehearse --junit report.xml conversations/*/*.conversation": By(
        "tests/e2e/docs/test_other_skills.py::test_the_workflow_rehearses_the_conversations"
    ),
    'pip install "trust-steps[wyoming] @ git+https://github.com/OWNER/trust-steps"': Cannot(
        "installs from an address that its reader chooses"
    ),
    ".venv/bin/trust-steps wyoming": By(WYOMING),
    ".venv/bin/trust-steps wyoming --uri tcp://192.0.2.20:10700 --zeroconf": By(WYOMING),
    "docker compose --file deploy/wyoming.compose.yaml up --detach --build": ENGINE,
    "script/home-assistant-tests": By(".ci/run"),
    "script/bench wyoming": By("tests/tools/test_bench.py::test_the_bench_of_satellites_measures_every_figure"),
    f".venv/bin/pip install {ONLY_PINNED} --requirement requirements-speech.txt": Cannot(
        "installs half a gigabyte; .ci/run does it for the slow tests"
    ),
    f".venv/bin/trust-steps doctor --recognizer-model {MODEL} --voice {VOICE}": By(
        f"{WITH_A_MODEL}::test_doctor_hears_its_own_voice"
    ),
    f".venv/bin/trust-steps talk --listen --recognizer-model {MODEL}": By(
        f"{WITH_A_MODEL}::test_a_sentence_is_cut_out_of_what_the_microphone_records"
    ),
    f".venv/bin/trust-steps run --recognizer-model {MODEL}": By(
        f"{WITH_A_MODEL}::test_the_page_gets_the_sentence_of_a_recording"
    ),
    f'.venv/bin/trust-steps say "open trust steps" --voice {VOICE}': By(
        f"{WITH_A_VOICE}::test_a_command_speaks_with_the_voice"
    ),
    f".venv/bin/trust-steps run --voice {VOICE}": By(f"{WITH_A_VOICE}::test_the_page_plays_the_voice"),
    f".venv/bin/python -m tools.speech_bench --recognizer-model {MODEL} --voice {VOICE}": By(
        "tests/tools/test_speech_bench.py::test_one_sentence_is_measured_with_a_model_and_a_voice"
    ),
    "heroku create": ACCOUNT,
    "heroku addons:create heroku-redis:mini": ACCOUNT,
    "heroku config:set REDIS_TLS=unverified WEB_CONCURRENCY=2": ACCOUNT,
    f'heroku config:set TRUST_STEPS_SECRET="{SECRET}"': ACCOUNT,
    f'heroku config:set TRUST_STEPS_METRICS_TOKEN="{SECRET}"': ACCOUNT,
    "git push heroku HEAD:main": ACCOUNT,
    "heroku config:set TRUST_STEPS_SKILL_ID=amzn1.ask.skill.00000000-0000-0000-0000-000000000000": ACCOUNT,
    f'heroku config:set {FORMER} TRUST_STEPS_SECRET="{SECRET}"': ACCOUNT,
    "heroku rollback": ACCOUNT,
    "git pull": Cannot("needs the repository's host"),
    "COMMIT=$(git rev-parse --short HEAD) docker compose up --detach --build": ENGINE,
    "docker compose up --detach": ENGINE,
    "docker compose up --detach --no-build app": ENGINE,
    "docker compose stop app redis": ENGINE,
    "docker tag trust-steps trust-steps:previous": ENGINE,
    "docker tag trust-steps:previous trust-steps": ENGINE,
    f"docker build --tag {IMAGE} . && docker push {IMAGE}": ENGINE,
    **{
        f"docker buildx imagetools inspect {image} --format '{{{{.Manifest.Digest}}}}'": ENGINE
        for image in ("python:3.13-slim", "redis:7-alpine", "caddy:2-alpine")
    },
    "kubectl create secret generic trust-steps --from-env-file=.env": CLUSTER,
    "kubectl apply --filename deploy/kubernetes.yaml": CLUSTER,
    "kubectl rollout undo deployment/trust-steps": CLUSTER,
    "sudo git clone . /opt/trust-steps": SYSTEM,
    "sudo python3 -m venv /opt/trust-steps/.venv": SYSTEM,
    f"sudo {PINNED_INSTALL}": SYSTEM,
    "sudo install --mode 600 .env /etc/trust-steps.env": SYSTEM,
    "sudo install --mode 644 deploy/trust-steps.service /etc/systemd/system/": SYSTEM,
    "sudo systemctl enable --now trust-steps": SYSTEM,
    "npm install --global ask-cli": NPM,
    "mkdir ask && cd ask": NPM,
    f"echo '{PINNED}' > package.json": NPM,
    "npm install": NPM,
    "ask configure": AMAZON,
    "cd package && ask deploy": AMAZON,
    "cd package && ask dialog --locale en-US": AMAZON,
}
