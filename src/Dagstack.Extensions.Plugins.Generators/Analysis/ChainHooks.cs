using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The chain hooks of a contract.</summary>
internal static class ChainHooks
{
    private const string Chain = "Chain";
    private const string HookAttribute = "global::Dagstack.Extensions.Plugins.HookAttribute";

    /// <summary>Finds the first one, or null.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="dispatch">The dispatch class of members that do not say one.</param>
    public static ISymbol? FirstOf(INamedTypeSymbol contract, string dispatch) => contract.GetMembers()
        .Concat(contract.AllInterfaces.SelectMany(static parent => parent.GetMembers()))
        .Where(static member => member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } or IPropertySymbol { IsStatic: false })
        .FirstOrDefault(member => Is(member, dispatch));

    /// <summary>Tells whether a member of a contract says that it is a chain hook.</summary>
    public static bool Is(ISymbol member, string dispatch = "Singleton") =>
        (TypeChecks.Find(member, HookAttribute)?.ConstructorArguments.FirstOrDefault().Value is int value ? ContractParser.DispatchName(value) : dispatch) == Chain;
}
