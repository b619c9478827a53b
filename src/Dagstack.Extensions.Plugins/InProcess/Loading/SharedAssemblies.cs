using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Which assemblies host and plugins have in common: those that contracts are made of. See docs/adr/0002-load-contexts.md.</summary>
internal sealed class SharedAssemblies
{
    private readonly Dictionary<string, Assembly> _contracts = new(StringComparer.OrdinalIgnoreCase);

    public SharedAssemblies(IEnumerable<PluginContract> contracts)
    {
        Share(typeof(PluginProxy).Assembly);
        foreach (var contract in contracts)
        {
            // The assembly that declares a kind for a foreign interface is referenced by plugins as well.
            Share(contract.GetType().Assembly);
            ShareSignature(contract.InterfaceType);
            foreach (var hook in contract.Hooks)
            {
                ShareSignature(hook.ResultType);
                foreach (var parameter in hook.Parameters)
                {
                    ShareSignature(parameter.Type);
                }
            }
        }
    }

    /// <summary>Gets the assemblies that contracts are made of, by name; a plugin must not be built against newer ones.</summary>
    public IReadOnlyDictionary<string, Assembly> Contracts => _contracts;

    /// <summary>Finds the host's assembly for a name that is shared.</summary>
    /// <param name="name">The simple name; the version that was asked for does not matter.</param>
    /// <returns>The assembly, or null if the name is not shared or the host does not have it.</returns>
    public Assembly? Find(string name)
    {
        if (_contracts.TryGetValue(name, out var contract))
        {
            return contract;
        }

        return IsShared(name, HostAssemblies.Has, HostAssemblies.IsFramework)
            ? AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name))
            : null;
    }

    /// <summary>Tells whether an assembly of which no contract is made is the host's for plugins too.</summary>
    /// <param name="name">Its simple name.</param>
    /// <param name="has">Tells whether the host has it.</param>
    /// <param name="isFramework">Tells whether it belongs to the framework that the host runs on.</param>
    public static bool IsShared(string name, Func<string, bool> has, Func<string, bool> isFramework) => (IsSharedExtension(name) && has(name)) || isFramework(name);

    private static bool IsSharedExtension(string name) =>
        name.StartsWith("Microsoft.Extensions.", StringComparison.OrdinalIgnoreCase)
        && (name.EndsWith(".Abstractions", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Microsoft.Extensions.Options", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Microsoft.Extensions.Primitives", StringComparison.OrdinalIgnoreCase));

    private void ShareSignature(Type type)
    {
        if (type.HasElementType)
        {
            ShareSignature(type.GetElementType()!);
            return;
        }

        Share(type.Assembly);
        foreach (var argument in type.GetGenericArguments())
        {
            ShareSignature(argument);
        }

        if (type.IsInterface)
        {
            foreach (var parent in type.GetInterfaces())
            {
                Share(parent.Assembly);
            }
        }
    }

    private void Share(Assembly assembly)
    {
        if (assembly.GetName().Name is { } name && !HostAssemblies.IsFramework(name))
        {
            _contracts.TryAdd(name, assembly);
        }
    }
}
