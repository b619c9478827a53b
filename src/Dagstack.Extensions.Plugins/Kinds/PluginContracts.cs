using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins;

/// <summary>Finds the contracts of plugin kinds in what is loaded, as a host does that starts here.</summary>
public static class PluginContracts
{
    /// <summary>Finds all contracts: of the entry assembly, of what it references, and of what is loaded.</summary>
    /// <returns>The contracts by the name of their kind. Of two contracts of one kind, the first that was found.</returns>
    public static IReadOnlyDictionary<string, PluginContract> FindAll()
    {
        var kinds = new PluginKinds();
        kinds.Scan();
        return kinds.Contracts;
    }

    /// <summary>Finds the contract of an interface, in its own assembly first.</summary>
    /// <param name="interfaceType">The interface.</param>
    /// <returns>The contract; null if no generated code for it is loaded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="interfaceType"/> is null.</exception>
    public static PluginContract? Find(Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(interfaceType);
        return new PluginKinds().Find(interfaceType) ?? FindAll().Values.FirstOrDefault(contract => contract.InterfaceType == interfaceType);
    }
}
