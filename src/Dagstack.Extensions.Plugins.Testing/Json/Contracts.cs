using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Finds contracts among what is loaded.</summary>
internal static class Contracts
{
    /// <summary>Finds the contract of an interface.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static PluginContract Of(Type interfaceType) => PluginContracts.Find(interfaceType)
        ?? throw new InvalidOperationException($"{interfaceType} is not the contract of a plugin kind: no generated code for it is loaded. Put [PluginKind(\"kind\")] on the interface, or [assembly: PluginKind<{interfaceType.Name}>(\"kind\")] into an assembly that references Dagstack.Extensions.Plugins.Abstractions.");
}
