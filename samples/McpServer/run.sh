#!/usr/bin/env bash
# Calls the sample as a client of revision 2026-07-28 does, which needs one message, and compares the result with expected.txt: on standard input and output, and over HTTP.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build --nologo -v q

compare() {
  local result
  result=$(sed -E 's/.*"structuredContent":(.*),"resultType".*/\1/')
  printf '%s\n' "$result"
  diff - expected.txt <<<"$result"
}

coproc SERVER { exec dotnet run --no-build 2>/dev/null; }
cat request.json >&"${SERVER[1]}"
read -r answer <&"${SERVER[0]}"
eval "exec ${SERVER[1]}>&-"
compare <<<"$answer"

if ! command -v curl >/dev/null; then
  echo "Over HTTP it is not called: curl is not in PATH."
  exit 0
fi

log=$(mktemp)
dotnet run --no-build -- --http --urls http://127.0.0.1:0 >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -f "$log"' EXIT
until url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$log" | head -n 1) && [ -n "$url" ]; do
  kill -0 $server || { cat "$log"; exit 1; }
  sleep 0.1
done
curl -sS --fail-with-body "$url/mcp" \
  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \
  -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: chunker_fixed_chunk' \
  --data-binary @request.json | grep structuredContent | compare
