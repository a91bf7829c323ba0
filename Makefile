# Two commands do everything: `make site` builds the website, `make test` runs all tests.
# Both set up what they need (a virtual environment with pinned, hash-checked packages).
.PHONY: site test lint bench words shots lock ocr parquet data check clean help hostile fuzz mutate sbom audit
PY := .venv/bin/python

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

site: .venv/build.stamp     ## build the website into site/ and say where to open it
	$(PY) build.py build

test: .venv/test.stamp      ## run everything: lint, types, tests, browser tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n 2 --dist loadfile

lint: .venv/test.stamp      ## format and fix what can be fixed by machine
	$(PY) -m ruff format . && $(PY) -m ruff check --fix . && $(PY) -m mypy

data: .venv/build.stamp     ## read every report of data/reports/ again; review with git diff
	$(PY) build.py refresh

check: .venv/build.stamp    ## print what agrees and what does not, report by report
	$(PY) build.py check

hostile: .venv/test.stamp   ## print how many hostile cases there are by class, and run them
	$(PY) -m tests.hostile && $(PY) -m pytest tests/hostile

fuzz: .venv/test.stamp      ## read mutated reports: make fuzz SECONDS=3600 SEED=1
	$(PY) -m tests.hostile.fuzz --seconds $(or $(SECONDS),600) --seed $(or $(SEED),1)

bench: .venv/test.stamp     ## what a build costs, at several sizes: make bench SIZES=5,20,100
	$(PY) benchmarks/build.py --sizes $(or $(SIZES),5,20,100)

mutate: .venv/test.stamp  ## break one place of the logic at a time: make mutate MUTANTS=200 SEED=1
	$(PY) -m tests.mutate --mutants $(or $(MUTANTS),200) --seed $(or $(SEED),1)

words: .venv/test.stamp     ## every template of the findings, with its longest and shortest instance
	$(PY) -m tests.words

shots: .venv/test.stamp     ## screenshots of every kind of page into shots/
	$(PY) build.py build && $(PY) -m tests.browser.shots

lock: .venv/test.stamp      ## pin the packages of requirements/*.in again, with hashes
	$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -q uv
	cd requirements && ../$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q test.in -o test.txt
	cd requirements && ../$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q build.in -c test.txt -o build.txt
	cd requirements && ../$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q ocr.in -c test.txt -o ocr.txt
	cd requirements && ../$(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q parquet.in -c test.txt -o parquet.txt

parquet: .venv/build.stamp  ## install what writes Parquet files of the data (170 MB)
	sh requirements/install.sh parquet

sbom: .venv/test.stamp      ## list the packages of a build as CycloneDX in out/sbom.cdx.json
	mkdir -p out && $(PY) -W ignore -m cyclonedx_py requirements requirements/build.txt --pyproject pyproject.toml --output-reproducible --short-PURLs -o out/sbom.cdx.json

audit: .venv/test.stamp     ## ask whether a package of a build has known vulnerabilities
	$(PY) -m tests.repository.audit

ocr: .venv/build.stamp      ## install what reads scans (text recognition, 390 MB)
	sh requirements/install.sh ocr

.venv/build.stamp: requirements/build.txt requirements/install.sh
	sh requirements/install.sh build

.venv/test.stamp: requirements/test.txt requirements/install.sh
	sh requirements/install.sh test

clean:           ## remove what was built (never the data)
	rm -rf site out shots .venv .cache
