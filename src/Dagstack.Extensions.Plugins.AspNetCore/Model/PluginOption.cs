namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>One value of a plugin's configuration.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Value">The value, or a mask.</param>
/// <param name="Source">The provider that it is from.</param>
/// <param name="Masked">Whether it is a secret.</param>
internal sealed record PluginOption(string Path, string? Value, string? Source, bool Masked);
