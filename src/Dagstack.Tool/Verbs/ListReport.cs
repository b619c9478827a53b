namespace Dagstack.Tool.Verbs;

/// <summary>What <c>list</c> found.</summary>
internal sealed record ListReport(bool KindsChecked, IReadOnlyList<ListedPlugin> Plugins);

/// <summary>One plugin, as a host would see it.</summary>
internal sealed record ListedPlugin(string? Plugin, string State, string? Version, string? Path, string? Code, IReadOnlyList<string> Reasons)
{
    public IReadOnlyList<string>? Capabilities { get; init; }

    public string? Sha256 { get; init; }
}
