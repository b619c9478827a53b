using System.Text;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Reads the text of a manifest into nodes with places.</summary>
internal static class ManifestTree
{
    /// <summary>Reads a text.</summary>
    /// <returns>The root, or null if the text is not of its format, which is then among the problems.</returns>
    public static ManifestNode? Read(string text, ManifestFormat format, ManifestProblemList problems)
    {
        var builder = new ManifestTreeBuilder(format, problems);
        try
        {
            return format == ManifestFormat.Json
                ? JsonTree<ManifestNode>.Read(Encoding.UTF8.GetBytes(text), ManifestTreeBuilder.MaxDepth, builder)
                : TomlTree<ManifestNode>.Read(text, builder);
        }
        catch (ManifestUnreadable)
        {
            return null;
        }
    }
}
