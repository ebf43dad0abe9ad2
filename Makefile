# Thin targets: everything is in tools/bootstrap.py and salesops/local. PYTHON chooses an interpreter, ARGS go to pytest.
PYTHON ?= python3
ARGS ?=

.PHONY: run test unit gates faults bench

run:
	@COMPANY="$(COMPANY)" PORT="$(PORT)" exec $(PYTHON) tools/bootstrap.py run

test unit gates faults bench:
	@exec $(PYTHON) tools/bootstrap.py $@ $(ARGS)
