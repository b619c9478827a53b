using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A log message of a server.</summary>
/// <param name="Level">The level as the protocol names it: debug, info, notice, warning, error, critical, alert, emergency.</param>
/// <param name="Logger">The name of the logger, if the server gives one.</param>
/// <param name="Data">What was logged: a text or any other value.</param>
/// <param name="Meta">What is said of it besides.</param>
internal readonly record struct WireLog(string Level, string? Logger, JsonElement Data, JsonElement Meta);
