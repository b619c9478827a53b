namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>What of a plugin a lock file cannot cover, since it is not in the plugin's folder.</summary>
internal static class LockCoverage
{
    /// <summary>Says what is not covered.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="runtime">The runtime that the host has chosen.</param>
    /// <param name="folder">The plugin's folder, or a copy of it; null for one that has none.</param>
    /// <returns>A sentence; null if everything is covered.</returns>
    public static string? FindGap(PluginManifest manifest, string runtime, string? folder) => runtime switch
    {
        PluginRuntimes.McpHttp when manifest.McpHttp is { } http => $"Its code is the server at '{Excerpt.Of(http.UrlText ?? http.Url?.ToString() ?? string.Empty)}', which may be another at any time.",
        PluginRuntimes.McpStdio when manifest.McpStdio is { Command: [var program, ..] } && !IsInside(program, folder) =>
            $"Its program '{Excerpt.Of(program)}' is not in its folder: neither the program is locked nor what it loads or fetches from elsewhere.",
        PluginRuntimes.McpStdio when manifest.McpStdio is { WorkingDirectory: { } place } && !IsWithin(place, folder) =>
            $"Its program works in '{Excerpt.Of(place)}', which is not in its folder: nothing is locked that it loads from there.",
        _ => null,
    };

    /// <summary>A command without a separator is looked for in PATH only.</summary>
    private static bool IsInside(string program, string? folder) =>
        program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) && IsWithin(program, folder);

    private static bool IsWithin(string path, string? folder) =>
        folder is not null
        && RealPath.TryResolve(Path.GetFullPath(path, folder)) is { } real
        && RealPath.IsWithin(real, RealPath.TryResolve(folder) ?? folder);
}
