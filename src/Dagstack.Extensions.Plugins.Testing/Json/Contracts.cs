using Contract = Dagstack.Extensions.Plugins.CompilerServices.PluginContract;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Finds contracts among what is loaded.</summary>
internal static class Contracts
{
    /// <summary>Finds the contract of an interface.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static Contract Of(Type interfaceType)
    {
        var kinds = new PluginKinds();
        return kinds.Find(interfaceType) ?? Scanned(kinds).Values.FirstOrDefault(contract => contract.InterfaceType == interfaceType)
            ?? throw new InvalidOperationException($"{interfaceType} is not the contract of a plugin kind: no generated code for it is loaded. Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{interfaceType.Name}>(\"kind\")] into an assembly that references Dagstack.Extensions.Plugins.Abstractions.");
    }

    /// <summary>Finds all contracts, by kind.</summary>
    public static IReadOnlyDictionary<string, Contract> All() => Scanned(new());

    private static IReadOnlyDictionary<string, Contract> Scanned(PluginKinds kinds)
    {
        kinds.Scan();
        return kinds.Contracts;
    }
}
