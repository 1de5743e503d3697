# syntax=docker/dockerfile:1
# The service only: pinned packages with their hashes, and the package skill. No compiler, no simulator, no root.
ARG PYTHON_DIGEST=""
FROM python:3.13-slim${PYTHON_DIGEST} AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv && \
    /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.13-slim${PYTHON_DIGEST}
ARG COMMIT=""
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORT=8000 WEB_CONCURRENCY=2 TRUST_STEPS_DATA=/data TRUST_STEPS_COMMIT=$COMMIT
RUN useradd --system --uid 10001 --no-create-home trust-steps && install --directory --owner=trust-steps /data
WORKDIR /app
COPY --from=build /venv /venv
COPY skill ./skill
RUN python -m compileall -q skill
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "python:skill.gunicorn_conf", "skill.app:production()"]
