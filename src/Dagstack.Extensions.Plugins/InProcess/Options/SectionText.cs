using Dagstack.Extensions.Plugins.Binding;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The values of a section, for comparison and for people.</summary>
internal static class SectionText
{
    /// <summary>All values with their paths. Two sections with the same ones give the same options.</summary>
    public static IReadOnlyList<(string Path, string? Value)> Values(SectionNode section) =>
        [.. Leaves(section, secret: false).Select(static leaf => (leaf.Node.Path, leaf.Node.Text))];

    /// <summary>All values with their paths and providers, by path, secrets masked.</summary>
    public static IReadOnlyList<PluginConfigurationEntry> Describe(SectionNode section) =>
    [
        .. Leaves(section, secret: false).OrderBy(static leaf => leaf.Node.Path, StringComparer.OrdinalIgnoreCase).Select(static leaf => new PluginConfigurationEntry
        {
            Path = leaf.Node.Path,
            Value = leaf.Secret || leaf.Node.IsSecret ? SecretNames.Masked : leaf.Node.Text,
            Provider = leaf.Node.Provider,
        }),
    ];

    private static IEnumerable<(SectionNode Node, bool Secret)> Leaves(SectionNode node, bool secret)
    {
        if (node.HasValue && (node.HasText || !node.HasChildren))
        {
            yield return (node, secret);
        }

        foreach (var child in node.Children)
        {
            foreach (var leaf in Leaves(child, secret || SecretNames.IsSecret(child.Key)))
            {
                yield return leaf;
            }
        }
    }
}
