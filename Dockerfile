# Build:    docker build --tag out-of-court-panels .
# Migrate:  docker run --rm --env-file production.env out-of-court-panels migrate
# Serve:    docker run --env-file production.env --publish 8000:8000 out-of-court-panels
# Try out:  docker run --rm --env OOCD_ENVIRONMENT=development --volume panels:/data \
#             --publish 127.0.0.1:8000:8000 out-of-court-panels
#
# Migrations are a step of their own, run once per release before it serves: many copies may start
# at once, and the user that serves needs no right to change the schema.
# The settings a production service must have are listed by its refusal to start without them.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

COPY requirements.txt requirements-build.txt ./
# The environment that is shipped has no installer in it.
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --require-hashes -r requirements.txt \
 && pip install --require-hashes -r requirements-build.txt

COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY panel_protocol panel_protocol
COPY migrations migrations
# --no-build-isolation: the builder is the hashed one above, not whatever is newest today.
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && pip --python /venv/bin/python install --no-deps /wheel/*.whl

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OOCD_DATA_DIR=/data
# A forgotten setting refuses to start; it does not serve development tokens on every address.
ENV OOCD_ENVIRONMENT=production
# A number, so that an orchestrator can see it is not root.
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /venv /venv
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["oocd"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
