#!/usr/bin/env bash
# Runs the sample, and compares what it prints with expected.txt. Without Python there is nothing to compare.
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v python3 >/dev/null; then
  echo "samples/AIFunctions is not run: python3 is not in PATH. Install it, and run samples/AIFunctions/run.sh again."
  exit 0
fi
printed=$(dotnet run)
printf '%s\n' "$printed"
diff - expected.txt <<<"$printed"
