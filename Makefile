.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/plumbline
REAL := $(or $(PLUMBLINE_DATA),../shared/data)/main_job_official_weibo/posts.csv.gz
POSTS := $(if $(wildcard $(REAL)),--posts $(REAL))

.PHONY: help install demo test lint docs evaluate e2e train compile bench screenshots audit bundle site clean

help:  ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: Python 3.11 or newer is needed; help: make PYTHON=python3.12 install"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@sh tools/install.sh $(BIN)/python requirements.lock
	@$(BIN)/python -m compileall -q src/plumbline
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@sh tools/install.sh $(BIN)/python requirements-dev.lock
	@touch $@

$(VENV)/.installed-measure: $(VENV)/.installed-dev requirements-measure.lock
	@sh tools/install.sh $(BIN)/python requirements-measure.lock
	@touch $@

install: $(VENV)/.installed  ## create .venv with the plumbline command

demo: install  ## write the demo fleet, inspect it, say where the report is
	@rm -rf demo && $(RUN) demo demo --quiet
	@$(RUN) inspect demo --out plumbline-run || test $$? -eq 1
	@echo "open plumbline-run/report.html"

test: $(VENV)/.installed-dev  ## provide what the tests need and run them all
	@sh tools/provide.sh
	@sh tools/test.sh $(BIN)

lint: $(VENV)/.installed-dev  ## style, types, storeys
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

docs: $(VENV)/.installed-dev  ## renew the generated pages
	@$(BIN)/python tools/generate_docs.py

evaluate: $(VENV)/.installed-dev  ## quality on the real data, write docs/measured/{main-job,quality,credits,sourcing,numbers,media,abroad}.md
	@$(BIN)/python tools/measure_real.py
	@$(BIN)/python tools/measure_quality.py
	@$(BIN)/python tools/measure_credits.py
	@$(BIN)/python tools/measure_sourcing.py
	@$(BIN)/python tools/measure_numbers.py --write
	@$(BIN)/python tools/measure_media.py
	@$(BIN)/python tools/measure_abroad.py

$(VENV)-spark/.installed: requirements-spark.lock pyproject.toml
	@test -x $(VENV)-spark/bin/python || $(PYTHON) -m venv $(VENV)-spark
	@sh tools/install.sh $(VENV)-spark/bin/python requirements-spark.lock
	@touch $@

e2e: $(VENV)/.installed-dev $(VENV)-spark/.installed  ## collect from a real Bluesky server, inspect on a real cluster; write docs/measured/{e2e,cluster}.md
	@sh tools/e2e.sh $(BIN)
	@sh tools/e2e_cluster.sh $(VENV)-spark/bin

$(VENV)-docs/.installed: requirements-docs.lock
	@test -x $(VENV)-docs/bin/python || $(PYTHON) -m venv $(VENV)-docs
	@$(VENV)-docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	@touch $@

site: $(VENV)-docs/.installed  ## the docs as a site that works without a network, site/index.html
	@NO_MKDOCS_2_WARNING=1 $(VENV)-docs/bin/mkdocs build --quiet
	@echo "open site/index.html"

train: $(VENV)/.installed-measure  ## train the models again from the real data: the same bytes
	@$(BIN)/python tools/train_models.py

compile: $(VENV)/.installed-dev  ## renew what the draft check reads in place of YAML
	@$(BIN)/python tools/compile_data.py

bench: $(VENV)/.installed-measure  ## measure speed and memory, write docs/measured/{speed,nation,words-speed,sources,numbers-speed,portal-speed,desk-speed}.md
	@$(RUN) bench inspect --write docs/measured/speed.md
	@$(RUN) bench nation --write docs/measured/nation.md
	@$(RUN) bench words $(POSTS) --write docs/measured/words-speed.md
	@$(RUN) bench sources $(POSTS) --write docs/measured/sources.md
	@$(RUN) bench numbers --write docs/measured/numbers-speed.md
	@$(RUN) bench portal --write docs/measured/portal-speed.md
	@$(RUN) bench desk --write docs/measured/desk-speed.md

screenshots: $(VENV)/.installed-dev  ## pictures of the office for the docs, docs/images/office
	@$(BIN)/python tools/screenshots.py

audit: $(VENV)/.installed-dev  ## known faults in dependencies
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

bundle: $(VENV)/.installed-dev  ## everything for an installation without network, dist/plumbline-….tar
	@sh tools/bundle.sh $(BIN)/python

clean:  ## remove what was built
	@rm -rf $(VENV) $(VENV)-spark $(VENV)-docs demo plumbline-run bench-data dist build site
