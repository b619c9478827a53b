using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Turns members of a contract into hooks, or says why that cannot be.</summary>
internal sealed class HookParser(Compilation compilation, string defaultDispatch, HookParser.Reporter report)
{
    private readonly INamedTypeSymbol? _hookAttribute = compilation.GetTypeByMetadataName("Dagstack.Extensions.Plugins.HookAttribute");

    public delegate void Reporter(ISymbol at, DiagnosticDescriptor descriptor, params string[] arguments);

    public void AddMethod(IMethodSymbol method, List<HookModel> hooks)
    {
        if (method.IsGenericMethod)
        {
            report(method, Diagnostics.GenericMethod, method.Name);
            return;
        }

        Add(method, method, HookAccessor.Method, method.Name, hooks);
    }

    public void AddProperty(IPropertySymbol property, List<HookModel> hooks)
    {
        if (property.SetMethod is { IsInitOnly: true })
        {
            report(property, Diagnostics.CannotForward, property.Name, "an init accessor cannot be called on a plugin that exists already. Use get, or get and set.");
            return;
        }

        if (property.GetMethod is { } getter)
        {
            Add(property, getter, property.IsIndexer ? HookAccessor.IndexGetter : HookAccessor.Getter, property.Name, hooks);
        }

        if (property.SetMethod is { } setter)
        {
            Add(property, setter, property.IsIndexer ? HookAccessor.IndexSetter : HookAccessor.Setter, property.Name, hooks);
        }
    }

    private void Add(ISymbol member, IMethodSymbol method, HookAccessor accessor, string name, List<HookModel> hooks)
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            report(member, Diagnostics.ByReference, name, "its result");
            return;
        }

        if (IsUnkeepable(method.ReturnType))
        {
            report(member, Diagnostics.RefStruct, name, TypeNames.Plain(method.ReturnType).Replace("global::", string.Empty));
            return;
        }

        if (ParseParameters(member, method, name) is not { } parameters)
        {
            return;
        }

        var (shape, result) = HookResult.Of(method);
        var attribute = member.GetAttributes().FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, _hookAttribute));
        var dispatch = attribute?.ConstructorArguments.FirstOrDefault().Value is int value ? ContractParser.DispatchName(value) : defaultDispatch;
        var chainValue = HookResult.ChainValue(result);
        CheckDispatch(member, name, dispatch, result, chainValue, method);

        hooks.Add(new(
            name,
            accessor,
            Argument(attribute, "Name") as string ?? AccessorPrefix(accessor) + Names.ToWire(method.AssociatedSymbol is IPropertySymbol { IsIndexer: true } ? "Item" : name),
            TypeNames.Plain(method.ContainingType),
            TypeNames.Annotated(method.ReturnType),
            result is null ? HookModel.NoResult : TypeNames.Annotated(result),
            result is null ? HookModel.NoResult : TypeNames.Plain(result),
            shape,
            dispatch,
            Argument(attribute, "Exposed") as bool? ?? true,
            Argument(attribute, "Idempotent") as bool? ?? false,
            chainValue is null ? null : TypeNames.Plain(chainValue),
            new(parameters)));
    }

    private static string AccessorPrefix(HookAccessor accessor) => accessor switch
    {
        HookAccessor.Getter or HookAccessor.IndexGetter => "get_",
        HookAccessor.Setter or HookAccessor.IndexSetter => "set_",
        _ => string.Empty,
    };

    private static object? Argument(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    private static bool IsUnkeepable(ITypeSymbol type) =>
        type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

    private static bool IsToken(IParameterSymbol parameter) =>
        TypeNames.Definition(parameter.Type) == "global::System.Threading.CancellationToken";

    private List<ParameterModel>? ParseParameters(ISymbol member, IMethodSymbol method, string name)
    {
        if (method.Parameters.Count(IsToken) > 1)
        {
            report(member, Diagnostics.TwoTokens, name);
            return null;
        }

        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                report(member, Diagnostics.ByReference, name, parameter.Name);
                return null;
            }

            if (IsUnkeepable(parameter.Type))
            {
                report(member, Diagnostics.RefStruct, name, TypeNames.Plain(parameter.Type).Replace("global::", string.Empty));
                return null;
            }

            var nullableValue = parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
            parameters.Add(new(
                parameter.Name,
                Names.ToWire(parameter.Name),
                TypeNames.Annotated(parameter.Type),
                TypeNames.Plain(parameter.Type),
                IsToken(parameter),
                parameter.Type.IsValueType && !nullableValue,
                nullableValue || parameter.NullableAnnotation == NullableAnnotation.Annotated,
                parameter.HasExplicitDefaultValue ? DefaultValues.Format(parameter) : null));
        }

        return parameters;
    }

    private void CheckDispatch(ISymbol member, string name, string dispatch, ITypeSymbol? result, ITypeSymbol? chainValue, IMethodSymbol method)
    {
        if (dispatch == "Chain")
        {
            var travels = method.Parameters.FirstOrDefault(static parameter => !IsToken(parameter))?.Type;
            if (travels is null || !SymbolEqualityComparer.Default.Equals(travels, chainValue ?? result))
            {
                report(member, Diagnostics.ChainSignature, name, travels is null ? "nothing" : $"'{travels.ToDisplayString()}'", result is null ? "nothing" : $"'{result.ToDisplayString()}'");
            }
        }
        else if (dispatch == "BroadcastNotify" && result is not null)
        {
            report(member, Diagnostics.NotifyResult, name, $"'{result.ToDisplayString()}'");
        }
    }
}
