namespace Dagstack.Tool.Verbs;

/// <summary>What <c>list</c> found.</summary>
/// <param name="KindsChecked">Whether contracts were known.</param>
/// <param name="Plugins">The plugins.</param>
/// <param name="Findings">What was passed over, and why.</param>
internal sealed record ListReport(bool KindsChecked, IReadOnlyList<ListedPlugin> Plugins, IReadOnlyList<string> Findings);

/// <summary>One plugin, as a host would see it.</summary>
internal sealed record ListedPlugin(string? Plugin, string State, string? Version, string? Path, string? Code, IReadOnlyList<string> Reasons)
{
    /// <summary>Gets what would run it in a host that has every runtime.</summary>
    public string? Runtime { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Gets who says to publish it: its maintainer, else its authors. It is a label and proves nothing.</summary>
    public string? Publisher { get; init; }

    /// <summary>Gets true where there is a list of trusted publishers and the plugin's is not on it; else null.</summary>
    public bool? Untrusted { get; init; }

    public string? Sha256 { get; init; }
}
