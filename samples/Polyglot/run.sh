#!/usr/bin/env bash
# Runs the sample, and compares what it prints with expected.txt. Without Python or Node there is nothing to compare.
set -euo pipefail
cd "$(dirname "$0")"
for program in python3 node; do
  if ! command -v "$program" >/dev/null; then
    echo "samples/Polyglot is not run: $program is not in PATH. Install it, and run samples/Polyglot/run.sh again."
    exit 0
  fi
done
printed=$(dotnet run)
printf '%s\n' "$printed"
diff - expected.txt <<<"$printed"
