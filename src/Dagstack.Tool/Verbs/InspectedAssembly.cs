using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>An assembly that a plugin needs.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="BuiltAgainst">The version that the plugin was built against.</param>
/// <param name="Source">Where a host would take it from, as <see cref="PluginAssemblySource"/> has it.</param>
/// <param name="Version">The version that would be loaded; null if that is not known.</param>
/// <param name="Package">The package or project that it is of, with its version, as the build of the plugin says.</param>
/// <param name="TooNew">Whether a host refuses the plugin because of it.</param>
/// <param name="IgnoredCopy">A file of the plugin that the host would pass over.</param>
internal sealed record InspectedAssembly(string Name, string BuiltAgainst, string Source, string? Version, string? Package, bool TooNew, string? IgnoredCopy)
{
    /// <summary>Describes what a plugin needs.</summary>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="assemblies">What it needs.</param>
    /// <param name="isOfHost">Whether a host was named: else nobody knows what a host has that plugins do not share.</param>
    public static IReadOnlyList<InspectedAssembly> Describe(PluginManifest manifest, string folder, IReadOnlyList<PluginAssembly> assemblies, bool isOfHost)
    {
        var libraries = manifest.EntryPoint is { } entryPoint ? DependencyFile.Read(Path.Combine(folder, entryPoint.Module + ".dll"))?.Libraries ?? [] : [];
        return
        [
            .. assemblies.Select(assembly =>
            {
                var isOpen = !isOfHost && assembly.Source is PluginAssemblySource.Host or PluginAssemblySource.Missing;
                var library = libraries.FirstOrDefault(library => library.Has(assembly.Name));
                return new InspectedAssembly(
                    assembly.Name,
                    assembly.BuiltAgainst.ToString(),
                    Words.Of(isOpen ? PluginAssemblySource.Host : assembly.Source),
                    isOpen ? null : assembly.Version?.ToString(),
                    library is null ? null : $"{library.Name} {library.Version}",
                    assembly.IsTooNew,
                    assembly.IgnoredCopy is { } copy ? Path.GetFileName(copy) : null);
            }),
        ];
    }
}
