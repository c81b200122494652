# make run and make test are the two that matter; both install what is missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO_APP := -p trustdesk --features custom-protocol
XVFB := dbus-run-session -- xvfb-run -a -s "-screen 0 1600x1000x24"

.PHONY: help run test check fix bench lighthouse soak screenshots install-build install-test ui rust-test window-test pages-test types

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

install-build:
	@scripts/install build

install-test:
	@scripts/install test

ui:
	@scripts/npm ui
	npm --prefix ui run --silent build

run: install-build ui ## Open the app on the sample site; without a display, export the sample site
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		cargo run --quiet $(CARGO_APP) -- content; \
	else \
		echo "There is no display here, so no window can be opened. Exporting the sample site instead."; \
		cargo run --quiet -p trustdesk-cli -- export content dist/sample; \
		echo "Open $$PWD/dist/sample/en/index.html in a browser."; \
	fi

test: install-test ui rust-test window-test pages-test ## Everything that CI runs
	@echo "All checks passed."

rust-test:
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets --features trustdesk/custom-protocol -- -D warnings
	cargo test --quiet
	cargo test --quiet $(CARGO_APP) --lib
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --workspace --document-private-items
	@! cargo tree --quiet -p trustdesk-core -e normal --format '{lib}' | grep -Ei 'tauri|wry|webkit|gtk' || { echo "The core depends on the window."; exit 1; }
	git diff --exit-code -- ui/src/lib/types

window-test:
	npm --prefix ui run --silent lint
	npm --prefix ui run --silent check
	npm --prefix ui run --silent test
	cargo build --quiet -p trustdesk-tests --example rich
	npm --prefix ui run --silent test:rich
	@scripts/npm tests/e2e
	cargo build --quiet $(CARGO_APP)
	cargo build --quiet -p trustdesk-cli
	cd tests/e2e && $(XVFB) npm test --silent

pages-test:
	@scripts/npm tests/pages
	cargo build --quiet -p trustdesk-cli
	npm --prefix tests/pages test --silent

check: ## The quick checks: format, lints, types
	cargo fmt --all --check
	cargo clippy --quiet --all-targets -- -D warnings
	npm --prefix ui run --silent lint
	npm --prefix ui run --silent check

fix: ## Format the Rust
	cargo fmt --all
	npm --prefix ui run --silent lint -- --fix

types: ## Generate the TypeScript types anew
	cargo test --quiet -p trustdesk-core export_bindings

bench: install-test ui ## Timings; see docs/benchmarks.md
	cargo build --quiet --release -p trustdesk-cli
	cargo bench --quiet -p trustdesk-tests
	cargo build --quiet --release $(CARGO_APP)
	@scripts/npm tests/e2e
	cd tests/e2e && $(XVFB) node keystrokes.mjs
	cd tests/e2e && $(XVFB) node scrolling.mjs
	$(MAKE) --no-print-directory lighthouse

lighthouse: install-test ## Lighthouse on finished pages; fails below 100
	@scripts/npm tests/pages
	cargo build --quiet -p trustdesk-cli
	npm --prefix tests/pages run --silent lighthouse

soak: install-test ui ## Long property tests, kills and scale
	PROPTEST_CASES=20000 cargo test --release -p trustdesk-core
	TRUSTDESK_SOAK=1 TRUSTDESK_KILLS=50 cargo test --release -p trustdesk-tests -- --include-ignored
	TRUSTDESK_SOAK=1 cargo test --release -p trustdesk-cli --test hostile
	@scripts/npm tests/e2e
	cargo build --quiet $(CARGO_APP)
	cd tests/e2e && TRUSTDESK_KILLS=50 $(XVFB) node --test --test-name-pattern="loses at most" drafts.test.mjs
	cargo build --quiet -p trustdesk-tests --example rich
	RICH_EDITS=50000 npm --prefix ui run --silent test:rich

screenshots: install-test ui ## Pictures of the window and of pages, into docs/screenshots
	@scripts/npm tests/e2e
	@scripts/npm tests/pages
	cargo build --quiet $(CARGO_APP)
	cargo build --quiet -p trustdesk-cli
	cd tests/e2e && $(XVFB) node screenshots.mjs
	npm --prefix tests/pages run --silent screenshots
