#!/usr/bin/env bash
# Calls the sample as a client of revision 2026-07-28 does, which needs one line, and compares the result with expected.txt.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build --nologo -v q
coproc SERVER { exec dotnet run --no-build 2>/dev/null; }
cat request.json >&"${SERVER[1]}"
read -r answer <&"${SERVER[0]}"
answer=$(sed -E 's/.*"structuredContent":(.*),"resultType".*/\1/' <<<"$answer")
printf '%s\n' "$answer"
eval "exec ${SERVER[1]}>&-"
diff - expected.txt <<<"$answer"
