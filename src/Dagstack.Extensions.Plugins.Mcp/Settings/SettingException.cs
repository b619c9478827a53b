namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>What a manifest says of another process cannot be used here. The message says what, where, and what to do.</summary>
internal sealed class SettingException(string message) : Exception(message);
