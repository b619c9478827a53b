using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Whether an execution model can be that of a contract.</summary>
internal static class ExecutionModels
{
    /// <summary>Says what does not fit, or null. Where a manifest says nothing, nothing is wrong.</summary>
    public static string? Complaint(string? model, INamedTypeSymbol contract)
    {
        var hooks = contract.GetMembers().Concat(contract.AllInterfaces.SelectMany(static parent => parent.GetMembers()))
            .OfType<IMethodSymbol>()
            .Where(static method => method is { IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet })
            .Select(static method => method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" })
            .ToList();
        return hooks.Count == 0 ? null : model switch
        {
            ManifestKeys.Sync when hooks.TrueForAll(static isAsync => isAsync) => "has asynchronous hooks only. Write execution_model = \"async\"",
            ManifestKeys.Async when hooks.TrueForAll(static isAsync => !isAsync) => "has no asynchronous hook. Write execution_model = \"sync\", or \"thread_cpu_bound\" if it keeps a thread busy",
            _ => null,
        };
    }
}
