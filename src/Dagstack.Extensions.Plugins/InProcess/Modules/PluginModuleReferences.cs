using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.InProcess;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins;

/// <summary>The assemblies that plugins have from their host: those that their load contexts share with it, and no others.</summary>
/// <remarks>See §2 of the plugin contract, and docs/adr/0002-load-contexts.md.</remarks>
public sealed class PluginModuleReferences
{
    private readonly Lazy<IReadOnlyList<PluginModuleReference>> _shared;
    private readonly Lazy<IReadOnlyList<PluginModuleReference>> _framework = new(FindFramework);

    internal PluginModuleReferences(SharedAssemblies shared) => _shared = new(() => FindShared(shared));

    /// <summary>Gets those that are not the framework: the contracts and what their signatures are made of, Abstractions, and the abstractions of Microsoft.Extensions that the host has, in the order of their names.</summary>
    public IReadOnlyList<PluginModuleReference> Shared => _shared.Value;

    /// <summary>Gets those of the framework that the host runs on, in the order of their names. Of a self-contained application, all of them may be loaded for it.</summary>
    public IReadOnlyList<PluginModuleReference> Framework => _framework.Value;

    /// <summary>Gets a text that is another one for each framework. Nothing is loaded for it.</summary>
    public string FrameworkIdentity { get; } =
        string.Join('\n', [RuntimeInformation.FrameworkDescription, typeof(object).Module.ModuleVersionId.ToString(), .. HostAssemblies.FrameworkFolders.Order(StringComparer.Ordinal)]);

    private static PluginModuleReference[] FindShared(SharedAssemblies shared)
    {
        var found = new Dictionary<string, PluginModuleReference>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, assembly) in shared.Contracts)
        {
            found.Add(name, new(name, AssemblyPath.Of(assembly) is { Length: > 0 } file ? file : null, assembly));
        }

        foreach (var name in HostAssemblies.Names.Concat(Bundled()).Where(name => !HostAssemblies.IsFramework(name) && SharedAssemblies.IsShared(name, HostAssemblies.Has, HostAssemblies.IsFramework)))
        {
            found.TryAdd(name, Of(name));
        }

        return [.. found.Values.OrderBy(static reference => reference.Name, StringComparer.Ordinal)];
    }

    private static PluginModuleReference[] FindFramework() =>
        [.. HostAssemblies.Names.Concat(HostAssemblies.IsSingleFile ? FrameworkList.Names : []).Where(HostAssemblies.IsFramework).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(Of)];

    private static PluginModuleReference Of(string name) => HostAssemblies.FileOf(name) is { } file
        ? new(name, file, null)
        : new(name, null, AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name)));

    /// <summary>Names the assemblies of Microsoft.Extensions in a single file, which has no list: as far as the application refers to them, and they to each other.</summary>
    /// <remarks>Each is loaded for it, and no other: what an application has inside may be large.</remarks>
    private static IEnumerable<string> Bundled()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<Assembly>(HostAssemblies.IsSingleFile ? new[] { Assembly.GetEntryAssembly(), typeof(PluginModuleReferences).Assembly }.OfType<Assembly>() : []);
        while (open.TryPop(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Select(static reference => reference.Name!).Where(name => name.StartsWith("Microsoft.Extensions.", StringComparison.OrdinalIgnoreCase) && seen.Add(name) && HostAssemblies.Has(name)))
            {
                yield return name;
                open.Push(AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name)));
            }
        }
    }
}
