namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>A plugin folder that is broken in one way, and what the host says of it.</summary>
/// <param name="Folder">The folder below the root, which names the case too.</param>
/// <param name="Code">The code of the error.</param>
/// <param name="Write">Writes the folder, given its full path, which exists.</param>
/// <param name="Says">What the reason contains, the remedy among it.</param>
internal sealed record BrokenPlugin(string Folder, string Code, Action<string> Write, params string[] Says)
{
    /// <summary>Gets the key under which callers reach it; null where neither kind nor name can be read.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the line and column that the reason gives, such as <c>(4,1)</c>; null where the problem has none.</summary>
    public string? At { get; init; }

    /// <summary>Gets how the file begins that the reason names: the manifest, or an assembly of the plugin.</summary>
    public string File { get; init; } = "dagstack.toml";
}
