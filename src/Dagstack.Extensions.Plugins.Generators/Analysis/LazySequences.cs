using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Knows expressions whose value is a sequence that is made only while it is read.</summary>
/// <param name="enumerable">The type with the methods of LINQ; null if the project has none.</param>
internal sealed class LazySequences(INamedTypeSymbol? enumerable)
{
    /// <summary>Whether a type is a sequence, and says no more.</summary>
    public static bool IsSequence(ITypeSymbol? type) =>
        type?.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_IEnumerable;

    /// <summary>Finds what a method returns, not what functions within it do.</summary>
    public static IEnumerable<IOperation> Returned(IOperation block)
    {
        foreach (var part in block.ChildOperations)
        {
            if (part is ILocalFunctionOperation or IAnonymousFunctionOperation)
            {
                continue;
            }

            if (part is IReturnOperation { ReturnedValue: { } value })
            {
                yield return value;
            }

            foreach (var inner in Returned(part))
            {
                yield return inner;
            }
        }
    }

    /// <summary>Finds what makes a value lazily, as its author calls it; null if nothing is seen to.</summary>
    public string? Find(IOperation? value) => value switch
    {
        IConversionOperation conversion => Find(conversion.Operand),
        IConditionalOperation choice => Find(choice.WhenTrue) ?? Find(choice.WhenFalse),
        ICoalesceOperation choice => Find(choice.Value) ?? Find(choice.WhenNull),
        ISwitchExpressionOperation choice => choice.Arms.Select(arm => Find(arm.Value)).FirstOrDefault(static found => found is not null),
        ITranslatedQueryOperation query => Find(query.Operation),
        IObjectCreationOperation { Type.Name: "ValueTask", Arguments.Length: 1 } creation => Find(creation.Arguments[0].Value),
        IInvocationOperation call => Find(call),
        ILocalReferenceOperation local => Find(InitialValueOf(local)),
        _ => null,
    };

    private string? Find(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method is { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" })
        {
            return Find(call.Arguments.FirstOrDefault()?.Value);
        }

        if (method.IsIterator)
        {
            return $"'{method.Name}', which has 'yield return'";
        }

        if (!SymbolEqualityComparer.Default.Equals(method.ContainingType, enumerable))
        {
            return null;
        }

        // These have nothing of the plugin in them.
        return method.Name is "Range" or "Repeat" or "Empty" ? null
            : method.Name == "AsEnumerable" ? Find(call.Arguments[0].Value)
            : IsSequence(method.ReturnType) || method.ReturnType.Name == "IOrderedEnumerable" ? $"'{method.Name}'"
            : null;
    }

    /// <summary>Finds what a local was made with. What it was set to later is not looked for.</summary>
    private static IOperation? InitialValueOf(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local))?
            .GetVariableInitializer()?.Value;
    }
}
