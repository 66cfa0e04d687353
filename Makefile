# Each target says what it does. All need only what scripts/bootstrap finds or installs.

PROGRAM = .build/debug/gatehouse
SWIFT_SOURCES = Package.swift Sources Tests connectors mocks Benchmarks Fuzzing

.PHONY: run test test-postgres fuzz sanitize kill-test bench format bootstrap clean

# Build the gateway and try it: mock platforms, a phone to text from, everything on this machine only.
run: bootstrap
	@echo "==> Building the gateway (the first time takes some minutes)"
	@swift build --product gatehouse
	@exec $(PROGRAM) demo

# Everything that must hold before a change is committed: format, build without warnings, all tests.
test:
	@scripts/test

# The tests of the parts once more, with the gateway's data in PostgreSQL.
test-postgres: bootstrap
	@ulimit -n $$(ulimit -Hn); SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=100 TEST_ENGINE=postgres \
		swift test --filter GatewayTests

# Feed the readers of strangers' bytes with what libFuzzer makes up: for a minute each, or FUZZ_SECONDS.
fuzz: bootstrap
	@scripts/fuzz

# Test what touches C libraries under address and thread sanitizer; each builds everything once more.
sanitize: bootstrap
	@scripts/sanitize

# Kill the gateway in the middle of its work; prints what was lost and doubled. 200 times, on PostgreSQL
# (KILL_ENGINE=postgres) 50 times, unless KILL_ROUNDS says otherwise.
kill-test: bootstrap
	@KILL_ROUNDS=$${KILL_ROUNDS:-$$([ "$$KILL_ENGINE" = postgres ] && echo 50 || echo 200)} \
		swift test --filter EndToEndTests.CrashTests/killedInTheMiddle

# How fast it is, in relation to what the machine can do and to what else there is (docs/performance.md).
bench: bootstrap
	@scripts/bench

# Bring all Swift sources into the one form that `make test` asks for.
format:
	@swift format --in-place --recursive $(SWIFT_SOURCES)

# Find out what this machine lacks, and install it.
bootstrap:
	@scripts/bootstrap

# Remove whatever was built, and the demo's files.
clean:
	@rm -rf .build* Benchmarks/.build .venv* .demo
