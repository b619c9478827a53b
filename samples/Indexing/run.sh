#!/usr/bin/env bash
# Indexes the pages of docs/ once without a disturbance, and once more killed again and again: both give the same index.
# With a connection string, the same on three processes at once:
#   samples/Indexing/run.sh ["Host=localhost;Database=units;Username=me"]
set -euo pipefail
cd "$(dirname "$0")"
pages=$PWD/../../docs
work=$(mktemp -d)
host=
trap 'kill -9 $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
dotnet build --nologo -v q >"$work/build.log" || { cat "$work/build.log"; exit 1; }
program=$PWD/bin/Debug/net10.0/Indexing
quiet=(--Logging:LogLevel:Default=Error --latency 2 --documents "$pages")
cd "$work"

echo "Undisturbed:"
"$program" "${quiet[@]}" --data whole | tee whole.txt
index=$(grep '^index ' whole.txt)

# Waits until so many documents are in the index.
await() {
  until [ "$(ls "$1/index" 2>/dev/null | wc -l)" -ge "$2" ]; do
    kill -0 "$host" 2>/dev/null || { echo "The program has ended."; exit 1; }
    sleep 0.05
  done
}

die() {
  kill -9 "$host"
  wait "$host" 2>/dev/null || true
}

echo "Killed three times:"
for documents in 5 15 25; do
  "$program" "${quiet[@]}" --data killed >/dev/null &
  host=$!
  await killed "$documents"
  die
done
"$program" "${quiet[@]}" --data killed | tee killed.txt
grep -qxF "$index" killed.txt || { echo "The index is another."; exit 1; }

if [ $# -gt 0 ]; then
  echo "Three processes, of which one is killed:"
  "$program" "${quiet[@]}" --data shared --postgres "$1" >/dev/null &
  host=$!
  "$program" "${quiet[@]}" --data shared --postgres "$1" >two.txt &
  two=$!
  "$program" "${quiet[@]}" --data shared --postgres "$1" >three.txt &
  three=$!
  await shared 10
  die
  wait "$two" && wait "$three"
  cat two.txt three.txt
  grep -qxF "$index" two.txt && grep -qxF "$index" three.txt || { echo "The index is another."; exit 1; }
fi
