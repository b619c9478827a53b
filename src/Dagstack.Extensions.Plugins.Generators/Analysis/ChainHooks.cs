using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The chain hooks of a contract.</summary>
internal static class ChainHooks
{
    private const string HookAttribute = "global::Dagstack.Extensions.Plugins.HookAttribute";

    /// <summary>Finds the first one, or null.</summary>
    public static ISymbol? FirstOf(INamedTypeSymbol contract) =>
        contract.GetMembers().Concat(contract.AllInterfaces.SelectMany(static parent => parent.GetMembers())).FirstOrDefault(static member =>
            TypeChecks.Find(member, HookAttribute)?.ConstructorArguments.FirstOrDefault().Value is int value && ContractParser.DispatchName(value) == "Chain");
}
