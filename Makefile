# Each command makes its own environment in .venv first. Without make: python workbook.py figures (test, lab, ...).
# CORPUS=folder runs the same over another corpus folder.
PYTHON ?= python3
CORPUS ?= data

.PHONY: figures test lab bench exercises lock
figures test lab bench exercises lock:
	@$(PYTHON) workbook.py $@ --corpus "$(CORPUS)" -- $(ARGS)
