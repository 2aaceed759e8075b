#!/usr/bin/env bash
# Builds the fuzzer and runs targets one after the other; stops at the first input that breaks one
# and leaves it in .build-fuzz/found.
#   Fuzz/run.sh [TARGET ...]      RUNS executions of each (1000000), BUILD=no to use what is built
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-1000000}
fuzz=.build-fuzz/release/fuzz

# Bounds are checked although the code is optimised, which release builds leave out.
if [ "${BUILD:-yes}" = yes ]; then
  KNOWABLE_FUZZ=1 swift build -c release --scratch-path .build-fuzz --product fuzz \
    -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link \
    -Xswiftc -assert-config -Xswiftc Debug -Xswiftc -use-ld=lld
fi

targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=($(ls Fuzz/Seeds))
mkdir -p .build-fuzz/found
for target in "${targets[@]}"; do
  corpus=.build-fuzz/corpus/$target
  mkdir -p "$corpus"
  echo "== $target"
  KNOWABLE_FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no "$fuzz" "$corpus" "Fuzz/Seeds/$target" \
    -runs="$runs" -max_len="${MAX_LEN:-2048}" -timeout=10 -rss_limit_mb=1024 \
    -artifact_prefix=".build-fuzz/found/$target-" -print_funcs=0 -print_final_stats=1 2>&1 \
    | tee ".build-fuzz/$target.log" | grep -E "^#[0-9]+[[:space:]]+(pulse|DONE)|ERROR|SUMMARY|Fatal|stat::|Done|written"
done
