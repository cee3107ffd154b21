# Tandem's tasks; `make` alone lists them. CI runs the same ones.
# `run` and `build` need Go (1.26 or newer) and Node (20 or newer), nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export GOFLAGS ?= -trimpath
ADDR ?= 127.0.0.1:8000
MODULES := web/node_modules/.installed
PAGE := internal/web/dist/index.html
STATICCHECK := bin/tools/staticcheck
FERRET := bin/tools/ferret
VERSITYGW := bin/tools/versitygw

.PHONY: help
help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: build ## build and serve on http://127.0.0.1:8000, with a demo on offer
	exec bin/tandem serve --addr $(ADDR) $(if $(ADMIN_ADDR),--admin-addr $(ADMIN_ADDR)) --offer-demo

.PHONY: dev
dev: $(MODULES) ## serve on :5173 and reload whatever is saved, Go or Vue
	exec scripts/dev

.PHONY: build
build: $(PAGE) ## one static binary with the client inside: bin/tandem
	CGO_ENABLED=0 go build -ldflags '-s -w' -o bin/tandem ./cmd/tandem

.PHONY: test
test: ## every check there is, in two lanes; logs in tmp/test
	@scripts/test

.PHONY: deploycheck
deploycheck: build $(FERRET) $(VERSITYGW) ## read all files of deploy/ by the programs they are for, and run two nodes by hand
	deploy/check/run
	deploy/by-hand

.PHONY: prove
prove: build ## the long proofs: 100 kills, 100 power cuts, 10,000 races, five minutes of fuzz
	@scripts/prove

.PHONY: lint
lint: $(MODULES) $(STATICCHECK) ## formatting, vet, staticcheck, boundaries, types, oxlint
	@scripts/test lint

.PHONY: fmt
fmt: $(MODULES) ## format everything in place
	gofmt -w $$(git ls-files '*.go')
	npm --prefix web run --silent format

.PHONY: gen
gen: $(MODULES) ## the API's description, the table of rights and the client's types, from Go
	go test ./internal/app -run '^(TestDescription|TestPermissions)$$' -update
	npm --prefix web run --silent types

.PHONY: bench
bench: build ## measure this machine, each figure beside its limit (ROW=create for one)
	go build -o bin/tools/bench ./bench
	bin/tools/bench $(if $(ROW),-row $(ROW)) $(if $(MARKDOWN),-markdown $(MARKDOWN))

.PHONY: fuzz
fuzz: ## fuzz every target (TIME=30s each; SEED= replays a random test's seed)
	@scripts/fuzz "$(or $(TIME),30s)" "$(SEED)"

.PHONY: shots
shots: build ## take the pictures of the README anew
	@scripts/shots

# npm leaves a whole tree or none; the stamp is newer than the lock it was made from.
$(MODULES): web/package-lock.json
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGE): $(MODULES) $(shell find web/src web/public web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
	npm --prefix web run --silent build
	@touch $@

$(STATICCHECK): tools/go.mod tools/go.sum
	go -C tools build -o ../$@ honnef.co/go/tools/cmd/staticcheck

# A server that speaks MongoDB's protocol, for the tests of that store.
$(FERRET): tools/ferret/go.mod tools/ferret/go.sum tools/ferret/main.go
	go -C tools/ferret build -tags ferretdb_no_postgresql -o ../../$@ .

# An object store that speaks S3, for the tests of that store.
$(VERSITYGW): tools/versitygw/go.mod tools/versitygw/go.sum
	go -C tools/versitygw build -o ../../$@ github.com/versity/versitygw/cmd/versitygw
