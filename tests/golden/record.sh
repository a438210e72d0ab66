#!/usr/bin/env bash
# Records the golden pictures anew. Look at every one of them before committing. Usage: record.sh [build folder]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
build="${1:-$here/../../build/test}"
cmake --build "$build" --target golden_tests
NEVUS_RECORD_GOLDEN=1 "$build/tests/golden_tests" --gtest_filter='*GoldenSession*'
ls -l "$here"/*.png
