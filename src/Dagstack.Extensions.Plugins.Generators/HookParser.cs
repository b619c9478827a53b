using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Turns members of a contract into hooks, or says why that cannot be.</summary>
/// <param name="kind">The kind's name.</param>
/// <param name="defaultDispatch">The dispatch class of members that do not say theirs.</param>
/// <param name="isSingleton">Whether one plugin of the kind serves the whole host.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class HookParser(string kind, string defaultDispatch, bool isSingleton, Reporter report)
{
    private const string HookAttribute = "global::Dagstack.Extensions.Plugins.HookAttribute";

    public void AddMethod(IMethodSymbol method, List<FoundHook> hooks)
    {
        if (method.IsGenericMethod)
        {
            report(method, Diagnostics.GenericMethod, method.Name);
            return;
        }

        Add(method, method, HookAccessor.Method, Names.MethodToWire(method.Name), hooks);
    }

    public void AddProperty(IPropertySymbol property, IMethodSymbol? getter, IMethodSymbol? setter, List<FoundHook> hooks)
    {
        // One name for two accessors is a name for the property.
        var named = HookName(property);
        var wire = named ?? Names.ToWire(property.IsIndexer ? "Item" : property.Name);
        var whole = named is not null && (getter is null || setter is null);
        if (getter is not null)
        {
            Add(property, getter, property.IsIndexer ? HookAccessor.IndexGetter : HookAccessor.Getter, whole ? wire : "get_" + wire, hooks);
        }

        if (setter is not null)
        {
            Add(property, setter, property.IsIndexer ? HookAccessor.IndexSetter : HookAccessor.Setter, whole ? wire : "set_" + wire, hooks);
        }
    }

    private static string? HookName(ISymbol symbol) => Argument(TypeChecks.Find(symbol, HookAttribute), "Name") as string;

    private static object? Argument(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private static bool IsToken(IParameterSymbol parameter) =>
        TypeNames.Definition(parameter.Type) == "global::System.Threading.CancellationToken" && !IsAssigned(parameter);

    /// <summary>The value that a setter is given. A token there is an argument, not the token of the call.</summary>
    private static bool IsAssigned(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.PropertySet } setter && parameter.Ordinal == setter.Parameters.Length - 1;

    /// <summary>A name for the parameter in generated code, whatever a foreign compiler called it.</summary>
    private static string Identifier(IParameterSymbol parameter, List<ParameterModel> others)
    {
        if (IsAssigned(parameter))
        {
            return "@value";
        }

        var identifier = "@" + parameter.Name;
        return SyntaxFacts.IsValidIdentifier(parameter.Name)
            && parameter.Name is not (ProxyEmitter.Call or ProxyEmitter.Task or ProxyEmitter.Fault)
            && !others.Exists(other => other.Identifier == identifier)
            ? identifier
            : "__argument" + parameter.Ordinal;
    }

    private void Add(ISymbol member, IMethodSymbol method, HookAccessor accessor, string wire, List<FoundHook> hooks)
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            report(member, Diagnostics.ByReference, member.Name, "its result");
            return;
        }

        var documentation = DocumentationText.Of(member);
        if (!CanName(member, member, method.ReturnType) || ParseParameters(member, method, documentation) is not { } parameters)
        {
            return;
        }

        var (shape, result) = HookResult.Of(method);
        var own = SymbolEqualityComparer.Default.Equals(member, method) ? null : TypeChecks.Find(method, HookAttribute);
        var attribute = own ?? TypeChecks.Find(member, HookAttribute);
        var dispatch = attribute?.ConstructorArguments.FirstOrDefault().Value is int value ? ContractParser.DispatchName(value) : defaultDispatch;
        var chainValue = HookResult.ChainValue(result);
        CheckDispatch(member, dispatch, shape, result, chainValue, method);
        if (method is not { MethodKind: MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { GetMethod: not null } })
        {
            CheckArguments(member, dispatch, attribute);
        }

        var named = Argument(own, "Name") as string ?? (member is IMethodSymbol ? HookName(member) : null);
        var exposed = Argument(attribute, "Exposed") as bool? ?? true;
        if ((named ?? HookName(member)) is { } chosen && !(exposed ? Names.IsHookName(chosen) : chosen.Trim().Length > 0))
        {
            report(member, Diagnostics.InvalidHookName, chosen, member.Name);
            return;
        }

        hooks.Add(new(
            new(
                member is IPropertySymbol { IsIndexer: true } ? member.MetadataName : member.Name,
                accessor,
                named ?? wire,
                TypeNames.Plain(method.ContainingType),
                TypeNames.Annotated(method.ReturnType),
                result is null ? HookModel.NoResult : TypeNames.Annotated(result),
                result is null ? HookModel.NoResult : TypeNames.Plain(result),
                result is not null && IsNullable(result, result.NullableAnnotation),
                shape,
                dispatch,
                exposed,
                Argument(attribute, "Idempotent") as bool? ?? false,
                Argument(attribute, "ReadOnly") as bool? ?? false,
                Argument(attribute, "Destructive") as bool?,
                Argument(attribute, "BestEffort") as bool? ?? false,
                chainValue is null ? null : TypeNames.Plain(chainValue),
                documentation.Summary,
                Argument(attribute, "ToolNameTemplate") as string,
                new(parameters)),
            member,
            (named ?? HookName(member)) is not null));
    }

    private bool CanName(ISymbol member, ISymbol at, ITypeSymbol type)
    {
        if (TypeChecks.IsUnkeepable(type))
        {
            report(at, Diagnostics.RefStruct, member.Name, TypeNames.Readable(type));
            return false;
        }

        if (TypeChecks.Missing(type) is { } missing)
        {
            report(at, Diagnostics.CannotForward, member.Name, $"the type '{missing.Name}' is not known here. If another generator makes it, write it by hand or move it to a project of its own: generators do not see each other's output.");
            return false;
        }

        return true;
    }

    private List<ParameterModel>? ParseParameters(ISymbol member, IMethodSymbol method, DocumentationText documentation)
    {
        if (method.Parameters.Where(IsToken).Skip(1).FirstOrDefault() is { } second)
        {
            report(second, Diagnostics.TwoTokens, member.Name);
            return null;
        }

        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                report(parameter, Diagnostics.ByReference, member.Name, $"'{parameter.Name}'");
                return null;
            }

            if (!CanName(member, IsAssigned(parameter) ? member : parameter, parameter.Type))
            {
                return null;
            }

            parameters.Add(new(
                parameter.Name,
                Identifier(parameter, parameters),
                WireNames.OfParameter(parameter.Name, parameters),
                TypeNames.Annotated(parameter.Type),
                TypeNames.Plain(parameter.Type),
                IsToken(parameter),
                parameter.Type.IsValueType && !IsNullableValue(parameter.Type),
                IsNullable(parameter.Type, parameter.NullableAnnotation),
                DefaultValues.Format(parameter),
                documentation.OfParameter(parameter.Name)));
        }

        return parameters;
    }

    private static bool IsNullableValue(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static bool IsNullable(ITypeSymbol type, NullableAnnotation annotation) =>
        IsNullableValue(type) || (!type.IsValueType && annotation != NullableAnnotation.NotAnnotated);

    private void CheckArguments(ISymbol member, string dispatch, AttributeData? attribute)
    {
        if (isSingleton && dispatch != "Singleton")
        {
            report(member, Diagnostics.SingletonKind, member.Name, dispatch, kind);
        }

        if (ToolNames.FindUnknown(Argument(attribute, "ToolNameTemplate") as string, kind) is { } unknown)
        {
            report(member, Diagnostics.UnknownPlaceholder, member.Name, unknown, string.Join(", ", ToolNames.PlaceholdersOf(kind)));
        }

        if (dispatch == "Chain" && Argument(attribute, "Exposed") is false)
        {
            report(member, Diagnostics.HiddenChain, member.Name);
        }

        if (dispatch != "BroadcastCollect" && Argument(attribute, "BestEffort") is true)
        {
            report(member, Diagnostics.UnusedErrorPolicy, member.Name);
        }
    }

    private void CheckDispatch(ISymbol member, string dispatch, string shape, ITypeSymbol? result, ITypeSymbol? chainValue, IMethodSymbol method)
    {
        if (dispatch == "Chain")
        {
            // A stream of values is not the next value.
            var travels = method.Parameters.FirstOrDefault(static parameter => !IsToken(parameter))?.Type;
            if (travels is null || shape == "Stream" || !SymbolEqualityComparer.Default.Equals(travels, chainValue ?? result))
            {
                var returned = shape == "Stream" ? method.ReturnType : result;
                report(member, Diagnostics.ChainSignature, member.Name, travels is null ? "nothing" : $"'{travels.ToDisplayString()}'", returned is null ? "nothing" : $"'{returned.ToDisplayString()}'");
            }
        }
        else if (dispatch == "BroadcastNotify" && result is not null)
        {
            report(member, Diagnostics.NotifyResult, member.Name, $"'{result.ToDisplayString()}'");
        }
    }
}
