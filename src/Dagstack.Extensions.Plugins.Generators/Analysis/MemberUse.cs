using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>A member of a type, used somewhere.</summary>
/// <param name="operation">The use.</param>
/// <param name="member">The member.</param>
/// <param name="inside">The method, property or field that the use is in.</param>
internal readonly struct MemberUse(IOperation operation, ISymbol member, ISymbol inside)
{
    public ISymbol Member { get; } = member;

    /// <summary>Gets the name; of a constructor only where it makes an object, not where it calls another.</summary>
    public string Name => Member is IMethodSymbol { MethodKind: MethodKind.Constructor } && !IsCreation ? "base" : Member.Name;

    public ISymbol Inside { get; } = inside;

    public bool IsCreation => operation is IObjectCreationOperation;

    /// <summary>Gets the member as the author reads it: <c>DateTime.UtcNow</c>, <c>new Random()</c>.</summary>
    public string Display => IsCreation ? $"new {Member.ContainingType.Name}()" : $"{Member.ContainingType.Name}.{Member.Name}";

    public bool Matches<TUse>(MemberRule<TUse> rule)
        where TUse : struct
    {
        var parameters = Member is IMethodSymbol method ? method.Parameters : [];
        return rule.Matches(Name, parameters.Length, type => parameters.Any(parameter => $"{parameter.Type.ContainingNamespace}.{parameter.Type.Name}" == type));
    }

    /// <summary>Whether the first argument says never: a wait that only a token ends.</summary>
    public bool IsForever()
    {
        var arguments = operation switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        return arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value is { } first
            && (first.ConstantValue is { HasValue: true, Value: -1 } || first is IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" });
    }

    /// <summary>Whether only its name is meant.</summary>
    public bool IsNameOnly()
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is INameOfOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the code around asks first whether the task is done.</summary>
    public bool AsksWhetherCompleted()
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().Any(static part => part is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" });
    }
}
