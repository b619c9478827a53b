namespace Dagstack.Extensions.Plugins.Scripts.Texts;

/// <summary>The assemblies that lie beside a plugin's code.</summary>
internal static class OwnLibraries
{
    /// <summary>Finds them, in the order of their names. What the plugin has from its host is the host's.</summary>
    public static IReadOnlyList<(string File, Guid Id)> Of(PluginModuleContext context)
    {
        var shared = context.References.Shared.Select(static reference => reference.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Directory.EnumerateFiles(context.Folder, "*.dll")
            .Where(file => !shared.Contains(Path.GetFileNameWithoutExtension(file)))
            .Where(static file => new FileInfo(file).Length > 0)
            .Order(StringComparer.Ordinal)
            .Select(static file => (File: file, Id: AssemblyId.Of(file)))
            .Where(static library => library.Id is not null)
            .Select(static library => (library.File, library.Id!.Value))];
    }
}
