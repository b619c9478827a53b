using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What a hook hands back, and how.</summary>
internal static class HookResult
{
    /// <summary>Takes a return type apart into a HookShape and the result, which is null where there is none.</summary>
    public static (string Shape, ITypeSymbol? Result) Of(IMethodSymbol method)
    {
        var type = method.ReturnType;
        var argument = (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        return TypeNames.Definition(type) switch
        {
            "global::System.Threading.Tasks.Task" => ("Task", null),
            "global::System.Threading.Tasks.Task<TResult>" => ("Task", argument),
            "global::System.Threading.Tasks.ValueTask" => ("ValueTask", null),
            "global::System.Threading.Tasks.ValueTask<TResult>" => ("ValueTask", argument),
            "global::System.Collections.Generic.IAsyncEnumerable<T>" => ("Stream", argument),
            _ => ("Sync", method.ReturnsVoid ? null : type),
        };
    }

    /// <summary>Returns the T of ChainResult of T.</summary>
    public static ITypeSymbol? ChainValue(ITypeSymbol? result) =>
        result is INamedTypeSymbol named && TypeNames.Definition(result) == "global::Dagstack.Extensions.Plugins.ChainResult<T>"
            ? named.TypeArguments[0]
            : null;
}
