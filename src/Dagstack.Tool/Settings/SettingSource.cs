namespace Dagstack.Tool.Settings;

/// <summary>A file of configuration, or a file with its layers, and how it is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">How it is read.</param>
internal sealed record SettingSource(string Path, SettingFormat Format);
