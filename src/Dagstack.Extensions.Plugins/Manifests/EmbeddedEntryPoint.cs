namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>The rule for the entry point of a manifest that is embedded in an assembly: the module is that assembly.</summary>
internal static class EmbeddedEntryPoint
{
    /// <summary>Checks a manifest that has passed the other checks or not; what those have said already is not said again.</summary>
    public static void Check(ManifestNode root, ManifestFormat format, string assembly, ManifestProblemList problems)
    {
        if (ManifestRoot.Find(root, format, new ManifestProblemList(file: null)) is not var (plugin, path)
            || plugin.Find(ManifestKeys.EntryPoint) is not { Kind: ManifestNodeKind.String } node
            || EntryPointRule.TryParse(node.Text, out _) is not { } entryPoint
            || entryPoint.Module == assembly)
        {
            return;
        }

        var key = ManifestTable.PathOf(path, ManifestKeys.EntryPoint);
        problems.Add(
            $"'{key}' is \"{node.Text}\", but a manifest in an assembly names a class of that assembly, which is {assembly}. Write \"{assembly}:{entryPoint.ClassName}\".",
            key,
            node.Line,
            node.Column,
            node.Text,
            $"{assembly}:{entryPoint.ClassName}");
    }
}
