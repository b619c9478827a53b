using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Reads a contract's attributes and walks its members.</summary>
internal sealed class ContractParser
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _contract;
    private readonly AttributeData _attribute;
    private readonly HookParser _hooks;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private ContractParser(Compilation compilation, INamedTypeSymbol contract, AttributeData attribute, bool foreign)
    {
        _compilation = compilation;
        _contract = contract;
        _attribute = attribute;
        var dispatch = foreign ? NamedArgument("Dispatch") as int? ?? 0 : 0;
        _hooks = new HookParser(compilation, DispatchName(dispatch), Report);
    }

    private Location? AttributeLocation => _attribute.ApplicationSyntaxReference is { } syntax
        ? Location.Create(syntax.SyntaxTree, syntax.Span)
        : null;

    public static ContractModel ParseOwn(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        new ContractParser(context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, context.Attributes[0], foreign: false)
            .Parse(foreign: false, cancellation);

    public static EquatableArray<ContractModel> ParseForeign(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var models = new List<ContractModel>();
        foreach (var attribute in context.Attributes)
        {
            if (attribute.AttributeClass?.TypeArguments.FirstOrDefault() is INamedTypeSymbol contract)
            {
                models.Add(new ContractParser(context.SemanticModel.Compilation, contract, attribute, foreign: true).Parse(foreign: true, cancellation));
            }
        }

        return new(models);
    }

    public static string DispatchName(int value) => value switch
    {
        1 => "BroadcastCollect",
        2 => "BroadcastNotify",
        3 => "Chain",
        4 => "Capability",
        _ => "Singleton",
    };

    private ContractModel Parse(bool foreign, CancellationToken cancellation)
    {
        var kind = _attribute.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty;
        var apiVersion = NamedArgument("ApiVersion") as string ?? "1.0.0";
        var qualified = TypeNames.Plain(_contract);
        CheckContract(kind, apiVersion);

        List<HookModel> hooks = [];
        List<string> disposers = [];
        if (_diagnostics.Count == 0)
        {
            foreach (var type in _contract.AllInterfaces.Insert(0, _contract))
            {
                cancellation.ThrowIfCancellationRequested();
                if (type.SpecialType == SpecialType.System_IDisposable || TypeNames.Plain(type) == "global::System.IAsyncDisposable")
                {
                    disposers.Add(TypeNames.Plain(type));
                    continue;
                }

                AddMembers(type, hooks);
            }

            TellWireNamesApart(hooks, foreign);
        }

        return new(
            Names.ToClassName(qualified, kind),
            qualified,
            kind,
            apiVersion,
            NamedArgument("JsonContext") is INamedTypeSymbol json ? TypeNames.Plain(json) : null,
            new(hooks),
            new(disposers),
            new(_diagnostics));
    }

    private void CheckContract(string kind, string apiVersion)
    {
        var name = _contract.Name;
        if (_contract.TypeKind != TypeKind.Interface)
        {
            ReportAt(AttributeLocation, Diagnostics.NotAnInterface, name);
        }

        if (_contract.IsUnboundGenericType || _contract.TypeArguments.Any(static argument => argument.TypeKind == TypeKind.TypeParameter))
        {
            ReportAt(AttributeLocation, Diagnostics.GenericContract, name);
        }

        if (!_compilation.IsSymbolAccessibleWithin(_contract, _compilation.Assembly))
        {
            ReportAt(AttributeLocation, Diagnostics.NotAccessible, name);
        }

        if (!Names.IsKind(kind))
        {
            ReportAt(AttributeLocation, Diagnostics.InvalidKind, kind);
        }

        if (!Names.IsApiVersion(apiVersion))
        {
            ReportAt(AttributeLocation, Diagnostics.InvalidApiVersion, apiVersion);
        }
    }

    private void AddMembers(INamedTypeSymbol type, List<HookModel> hooks)
    {
        foreach (var member in type.GetMembers())
        {
            if (member.IsStatic)
            {
                if (member is IMethodSymbol or IPropertySymbol or IEventSymbol && member.IsAbstract)
                {
                    Report(member, Diagnostics.StaticAbstract, _contract.Name, member.Name);
                }

                continue;
            }

            // Private members, sealed ones and explicit implementations belong to the interface itself.
            if (!member.IsAbstract && !member.IsVirtual)
            {
                continue;
            }

            if (!_compilation.IsSymbolAccessibleWithin(member, _compilation.Assembly, type))
            {
                if (member.IsAbstract)
                {
                    Report(member, Diagnostics.CannotForward, member.Name, "it is not accessible to the generated code. Make it public.");
                }

                continue;
            }

            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                    _hooks.AddMethod(method, hooks);
                    break;
                case IPropertySymbol property:
                    _hooks.AddProperty(property, hooks);
                    break;
                case IEventSymbol:
                    Report(member, Diagnostics.Event, _contract.Name, member.Name);
                    break;
            }
        }
    }

    private void TellWireNamesApart(List<HookModel> hooks, bool foreign)
    {
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < hooks.Count; i++)
        {
            var wire = hooks[i].WireName;
            seen.TryGetValue(wire, out var count);
            seen[wire] = count + 1;
            if (count == 0)
            {
                continue;
            }

            var apart = $"{wire}_{count + 1}";
            hooks[i] = hooks[i] with { WireName = apart };
            if (!foreign && hooks[i].Exposed)
            {
                Report(_contract, Diagnostics.SameWireName, wire, apart);
            }
        }
    }

    private object? NamedArgument(string name)
    {
        foreach (var argument in _attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    private void Report(ISymbol at, DiagnosticDescriptor descriptor, params string[] arguments) =>
        ReportAt(at.Locations.FirstOrDefault(static location => location.IsInSource) ?? AttributeLocation, descriptor, arguments);

    private void ReportAt(Location? location, DiagnosticDescriptor descriptor, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
