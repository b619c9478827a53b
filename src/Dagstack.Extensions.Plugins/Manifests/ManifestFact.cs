namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>A value of a manifest that the host has an opinion on, with its place.</summary>
internal sealed record ManifestFact(string Value, string Path, int? Line = null, int? Column = null)
{
    /// <summary>Gets the change of the text that makes another value of it; of what needs none null.</summary>
    public ManifestFix? Fix { get; init; }

    public static ManifestFact? From(ManifestNode? node, string path) =>
        node is { Kind: ManifestNodeKind.String } ? new ManifestFact(node.Text, path, node.Line, node.Column) : null;
}
