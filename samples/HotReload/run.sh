#!/usr/bin/env bash
# Edits a plugin and builds it anew, a few times, while a host serves requests with it:
#   samples/HotReload/run.sh [number of reloads]
# Nothing of the repository is changed: what is edited is a copy.
set -euo pipefail
cd "$(dirname "$0")"
reloads=${1:-3}

# Beside the other projects, so that the copy finds what it references. git ignores artifacts/.
mkdir -p ../artifacts
work=$(mktemp -d ../artifacts/HotReload.XXXXXX)
plugins=$(mktemp -d)
host=
trap 'test -z "$host" || kill "$host" 2>/dev/null || true; rm -rf "$work" "$plugins"' EXIT
cp ../plugins/FixedChunker/*.cs ../plugins/FixedChunker/*.csproj ../plugins/FixedChunker/dagstack.toml "$work"

# Version n cuts texts into pieces of 9 + n characters.
publish() {
  edit FixedChunkerOptions.cs "s/MaxSize { get; init; } = [0-9]*/MaxSize { get; init; } = $((9 + $1))/"
  edit dagstack.toml "s/^version = .*/version = \"0.$1.0\"/"
  build "$work" --no-dependencies
  mkdir -p "$plugins/fixed"
  cp -R "$work/bin/Debug/net10.0/." "$plugins/fixed"
}

build() {
  dotnet build "$@" --nologo -v q >"$work/build.log" || { cat "$work/build.log"; exit 1; }
}

edit() {
  sed "$2" "$work/$1" >"$work/edited"
  mv "$work/edited" "$work/$1"
}

await() {
  until grep -q "$1" "$work/log"; do
    kill -0 "$host" 2>/dev/null || { echo "The host has ended."; exit 1; }
    sleep 0.2
  done
}

build .
publish 1
dotnet bin/Debug/net10.0/HotReload.dll "$plugins" "$((reloads + 1))" > >(tee "$work/log") 2>&1 &
host=$!
touch "$work/log"
await "version 1 answers"
for ((version = 2; version <= reloads + 1; version++)); do
  echo "== building version $version"
  publish "$version"
  await "version $version answers"
done
wait "$host"
