#!/usr/bin/env bash
# Starts the sample on a free port, has it ask and call itself, and compares what it tells with expected.txt.
set -euo pipefail
cd "$(dirname "$0")"
printed=$(dotnet run -- --environment Development --urls http://127.0.0.1:0 --Logging:LogLevel:Default=None --Logging:LogLevel:Dagstack.Extensions.Plugins=None --Logging:LogLevel:plugin=None --Logging:LogLevel:plugin.chunker.fixed=None --tour)
printf '%s\n' "$printed"
diff - expected.txt <<<"$printed"
