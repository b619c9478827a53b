using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What becomes of a contract's hooks where the plugin runs in another process.</summary>
internal static class RemoteHooks
{
    private const string HookName = "global::Dagstack.Extensions.Plugins.HookAttribute";
    private const string KindName = "global::Dagstack.Extensions.Plugins.PluginKindAttribute";

    /// <summary>Gets the methods and properties of a contract, those of its parents too.</summary>
    public static IEnumerable<ISymbol> Of(INamedTypeSymbol contract) => contract.GetMembers()
        .Concat(contract.AllInterfaces.SelectMany(static parent => parent.GetMembers()))
        .Where(static member => member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } or IPropertySymbol { IsStatic: false });

    /// <summary>Tells whether a contract keeps all its hooks in the host's process.</summary>
    public static bool StayInProcess(INamedTypeSymbol contract) =>
        TypeChecks.Find(contract, KindName)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "InProcessOnly").Value.Value is true;

    /// <summary>Says why a hook cannot leave the host's process; null if it can, as far as its declaration says.</summary>
    public static string? WhyNot(ISymbol hook) =>
        !IsExposed(hook) ? "its contract keeps it there, by [Hook(Exposed = false)]"
        : TypeOf(hook) is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 } ? "it is a stream"
        : null;

    /// <summary>Tells whether a contract does not say that a hook stays in the host's process.</summary>
    public static bool IsExposed(ISymbol hook) => IsSaid(hook) && (hook is not IPropertySymbol property || Accessors(property).All(IsSaid));

    /// <summary>Tells whether a hook is such that its caller's thread waits for it.</summary>
    public static bool IsSynchronous(ISymbol hook) => TypeOf(hook) is not INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" };

    private static bool IsSaid(ISymbol symbol) =>
        TypeChecks.Find(symbol, HookName)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Exposed").Value.Value is not false;

    private static IEnumerable<ISymbol> Accessors(IPropertySymbol property) => new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>();

    private static ITypeSymbol? TypeOf(ISymbol hook) => hook switch
    {
        IMethodSymbol method => method.ReturnType,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
