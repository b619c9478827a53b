using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>A message with its event and scopes.</summary>
internal sealed record ScopedLine(LogLevel Level, EventId Event, string Text, IReadOnlyList<string> Scopes, IReadOnlyList<string> Values);
