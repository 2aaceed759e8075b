# Two commands are all a newcomer needs: `make demo` and `make test`.
SHELL := /bin/bash
CONFIGURATION ?= release
PREFIX ?= /usr/local
MODEL ?=
DEMO_MODEL = $(or $(MODEL),smollm2-135m-instruct)
OUTPUT ?= demo-output
KNOWABLE = .build/$(CONFIGURATION)/knowable
COMPLETIONS = bash-completion/completions zsh/site-functions fish/vendor_completions.d
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks Fuzz notebooks-as-scripts
NOTEBOOKS = $(sort $(wildcard notebooks-as-scripts/*/main.swift notebooks-as-scripts/*/*/main.swift))
NOTEBOOK_NAMES = $(subst /,-,$(patsubst notebooks-as-scripts/%/main.swift,%,$(NOTEBOOKS)))

.PHONY: help setup build install models demo statements test fuzz schema notebooks docs bench \
  format lint clean

help: ## What each command does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s $$'\t'

setup: ## Install the system libraries that are missing (apt on Debian and Ubuntu, brew on macOS)
	@./Scripts/setup.sh libraries

build: setup ## Build the knowable command
	swift build -c $(CONFIGURATION) --product knowable

install: build ## Put the command, its manual page and completions into PREFIX (/usr/local)
	install -d $(PREFIX)/bin $(addprefix $(PREFIX)/share/,man/man1 $(COMPLETIONS))
	install -m 755 $(KNOWABLE) $(PREFIX)/bin/knowable
	$(KNOWABLE) manual > $(PREFIX)/share/man/man1/knowable.1
	$(KNOWABLE) --generate-completion-script bash > $(PREFIX)/share/bash-completion/completions/knowable
	$(KNOWABLE) --generate-completion-script zsh > $(PREFIX)/share/zsh/site-functions/_knowable
	$(KNOWABLE) --generate-completion-script fish > $(PREFIX)/share/fish/vendor_completions.d/knowable.fish

models: build ## Fetch the small model of the demo and of the tests (98 MB, once)
	@./Scripts/setup.sh pip
	$(KNOWABLE) models pull $(DEMO_MODEL)

demo: build ## Ignorance or chance, beside the exact truth, with nothing to fetch: demo-output/report.html
ifeq ($(MODEL),)
	KNOWABLE=$(KNOWABLE) OUTPUT=$(OUTPUT) ./notebooks-as-scripts/02-knowable-in-a-world/run.sh
else
	$(MAKE) statements
endif

statements: models ## Probes of true and false statements on a fetched model (also make demo MODEL=...)
	KNOWABLE=$(KNOWABLE) MODEL=$(DEMO_MODEL) OUTPUT=$(OUTPUT) ./notebooks-as-scripts/01-quickstart/run.sh

test: setup ## Build and run all tests; those that need a model run when it is installed
	swift build --build-tests
	swift test --skip-build --disable-xctest

fuzz: setup ## Fuzz every reader of files, or TARGET; RUNS executions each (1000000)
	RUNS=$(or $(RUNS),1000000) ./Fuzz/run.sh $(TARGET)

schema: build ## Write the JSON Schema of study files again after an option has changed
	$(KNOWABLE) study schema > data/studies/study.schema.json

notebooks: setup ## Run the notebooks and write their pages (CHECK=1 compares them instead)
	swift build
	@for name in $(NOTEBOOK_NAMES); do \
	  .build/debug/notebook-$$name $(if $(CHECK),--check) || exit 1; \
	done

docs: ## Documentation of the libraries as a static site: .build/docs
	swift build
	./Scripts/docs.sh

bench: build ## Time our paths; PYTHON=/path/to/python adds the peers, interleaved
	./Benchmarks/run.sh

format: ## Format all Swift sources
	swift format -i -r $(SWIFT_SOURCES)

lint: ## Check the format
	swift format lint --strict -r $(SWIFT_SOURCES)

clean: ## Remove what was built and the demo's output
	rm -rf .build $(OUTPUT)
