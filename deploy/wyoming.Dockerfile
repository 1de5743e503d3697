# syntax=docker/dockerfile:1
# The skill for voice satellites: trust-steps wyoming, with the simulator and its voice. No compiler, no root.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements-wyoming.txt .
RUN python -m venv /venv && \
    /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
    -r requirements-wyoming.txt

FROM python:3.13-slim
# The cache holds what is built of the interaction model; with it, the next start takes a second.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TRUST_STEPS_DATA=/data XDG_CACHE_HOME=/data/cache
RUN useradd --system --uid 10001 --no-create-home trust-steps && install --directory --owner=trust-steps /data
WORKDIR /app
COPY --from=build /venv /venv
COPY interaction_models ./interaction_models
COPY skill ./skill
COPY speech ./speech
RUN python -m compileall -q interaction_models skill speech
USER 10001
VOLUME /data
EXPOSE 10700
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 10700), 4)"]
# Other containers and the published port reach only this address; compose publishes it on the machine itself.
CMD ["python", "-m", "speech", "wyoming", "--uri", "tcp://0.0.0.0:10700"]
