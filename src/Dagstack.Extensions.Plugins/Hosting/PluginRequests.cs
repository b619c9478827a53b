using System.Reflection;
using Dagstack.Extensions.Plugins.Discovery;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>What one call of AddDagstackPlugins asks for, until it has been registered.</summary>
internal sealed class PluginRequests
{
    public List<(string Path, bool Optional)> Roots { get; } = [];

    /// <summary>Gets assemblies whose plugins are to be found.</summary>
    public List<Assembly> PluginAssemblies { get; } = [];

    /// <summary>Gets classes that a scan has found, and what names them.</summary>
    public List<(Type Type, Func<Type, string>? Name)> Classes { get; } = [];

    /// <summary>Gets assemblies whose contracts are to be known.</summary>
    public List<Assembly> ContractAssemblies { get; } = [];

    public List<IPluginSource> Sources { get; } = [];

    /// <summary>Gets plugins that are given in code.</summary>
    public List<FoundPlugin> Given { get; } = [];

    public List<Type> Kinds { get; } = [];

    public List<ServiceDescriptor> Runtimes { get; } = [];
}
