# syntax=docker/dockerfile:1
# Debian slim: some of our wheels are not built for musl. Build: docker build -t story-monitor .
# Run: docker run -d --restart unless-stopped --stop-timeout 30 --read-only --tmpfs /tmp \
#        -v monitor-config:/srv/config:ro -v monitor-data:/srv/data story-monitor

FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY monitor monitor
COPY migrations migrations
COPY config config
RUN python -m venv /opt/monitor \
 && /opt/monitor/bin/pip install --no-cache-dir --no-compile '.[postgres]'

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Story Monitor" \
      org.opencontainers.image.licenses="Apache-2.0"
# The C library waits 5 s for a name server and asks twice again; a monitor must not.
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RES_OPTIONS="timeout:1 attempts:2" \
    MONITOR_CONFIG=/srv/config \
    MONITOR_DATABASE_URL=sqlite:////srv/data/monitor.db
COPY --from=build /opt/monitor /opt/monitor
COPY config /srv/config
# Compiled once, here: what a container runs may write nothing, and would compile all of it again at each start and each
# look at its health. The base image comes without bytecode as well. A file for another Python stops nothing.
RUN python -m compileall -q --invalidation-mode unchecked-hash /usr/local/lib/python3.13 /opt/monitor/lib || true
RUN groupadd --system --gid 10001 monitor \
 && useradd --system --uid 10001 --gid monitor --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin monitor \
 && install -d -o monitor -g monitor -m 0750 /srv/data
USER 10001:10001
WORKDIR /srv
VOLUME ["/srv/data"]
STOPSIGNAL SIGTERM
# Exit code 1 of health also tells of ill sources; a container is well as long as its daemon runs.
HEALTHCHECK --interval=1m --timeout=10s --start-period=60s --retries=3 CMD ["monitor", "health", "--alive"]
ENTRYPOINT ["monitor"]
CMD ["run"]
