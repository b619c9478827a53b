using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Reads a contract's attribute, and has its members read.</summary>
internal sealed class ContractParser
{
    private readonly Compilation _compilation;
    private readonly ITypeSymbol _type;
    private readonly AttributeData _attribute;
    private readonly bool _foreign;
    private readonly string _kind;
    private readonly string _apiVersion;
    private readonly bool _isSingleton;
    private readonly List<DiagnosticInfo> _diagnostics = [];

    private ContractParser(Compilation compilation, ITypeSymbol type, AttributeData attribute, bool foreign)
    {
        _compilation = compilation;
        _type = type;
        _attribute = attribute;
        _foreign = foreign;
        _kind = KindOf(attribute);
        _apiVersion = NamedArgument("ApiVersion") as string ?? "1.0.0";
        _isSingleton = NamedArgument("SingletonPerRuntime") is true;
    }

    private Location? AttributeLocation => _attribute.ApplicationSyntaxReference is { } syntax
        ? Location.Create(syntax.SyntaxTree, syntax.Span)
        : null;

    public static ContractModel? ParseOwn(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        // The parts of a partial interface may all carry the attribute. The compiler complains; one proxy is enough.
        var attribute = context.TargetSymbol.GetAttributes()
            .First(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, context.Attributes[0].AttributeClass));
        return attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent == context.TargetNode
            ? new ContractParser(context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, attribute, foreign: false).Parse(cancellation)
            : null;
    }

    public static EquatableArray<ContractModel> ParseForeign(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var models = new List<ContractModel>();
        foreach (var attribute in context.Attributes)
        {
            // Of a type that does not exist the compiler has told already.
            if (attribute.AttributeClass?.TypeArguments.FirstOrDefault() is { } type && TypeChecks.Missing(type) is null)
            {
                models.Add(new ContractParser(context.SemanticModel.Compilation, type, attribute, foreign: true).Parse(cancellation));
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

    private static string KindOf(AttributeData attribute) => attribute.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty;

    private ContractModel Parse(CancellationToken cancellation)
    {
        var qualified = TypeNames.Plain(_type);
        CheckContract();
        var json = ParseJsonContext();

        List<HookModel> hooks = [];
        List<string> disposers = [];
        var obsolete = false;
        if (_diagnostics.Count == 0 && _type is INamedTypeSymbol contract)
        {
            var dispatch = _foreign ? NamedArgument("Dispatch") as int? ?? 0 : 0;
            var members = new MemberParser(_compilation, contract, new HookParser(_kind, DispatchName(dispatch), _isSingleton, Report), Report);
            List<FoundHook> found = [];
            foreach (var type in contract.AllInterfaces.Insert(0, contract))
            {
                cancellation.ThrowIfCancellationRequested();
                if (type.SpecialType == SpecialType.System_IDisposable || TypeNames.Plain(type) == "global::System.IAsyncDisposable")
                {
                    disposers.Add(TypeNames.Plain(type));
                    continue;
                }

                members.AddMembers(type, found);
            }

            obsolete = members.IsObsolete;
            hooks = WireNames.TellApart(found, _foreign, Report);
            if (!_foreign)
            {
                WireNames.Check(found, hooks, Report);
            }
        }

        return new(
            Names.ToClassName(qualified, _kind),
            qualified,
            _kind,
            _apiVersion,
            DocumentationText.Of(_type).Summary,
            NamedArgument("InProcessOnly") is true,
            _isSingleton,
            json,
            new(hooks),
            new(disposers),
            obsolete,
            ParseDispatch(),
            new(_diagnostics));
    }

    private void CheckContract()
    {
        if (_type is not INamedTypeSymbol { TypeKind: TypeKind.Interface } contract)
        {
            ReportAt(AttributeLocation, Diagnostics.NotAnInterface, TypeNames.Readable(_type));
            return;
        }

        if (TypeChecks.IsOpen(contract))
        {
            ReportAt(AttributeLocation, Diagnostics.GenericContract, contract.Name);
        }

        if (!IsAccessible(contract))
        {
            ReportAt(AttributeLocation, Diagnostics.NotAccessible, contract.Name);
        }

        if (!Names.IsKind(_kind))
        {
            ReportAt(AttributeLocation, Diagnostics.InvalidKind, _kind);
        }

        if (!Names.IsApiVersion(_apiVersion))
        {
            ReportAt(AttributeLocation, Diagnostics.InvalidApiVersion, _apiVersion);
        }

        if (_foreign && IsDeclaredBefore(contract))
        {
            ReportAt(AttributeLocation, Diagnostics.DeclaredTwice, TypeNames.Readable(contract), _kind);
        }
    }

    private bool IsDeclaredBefore(INamedTypeSymbol contract)
    {
        var first = _compilation.Assembly.GetAttributes()
            .First(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, _attribute.AttributeClass) && KindOf(candidate) == _kind);
        return first.ApplicationSyntaxReference is { } syntax
                && (syntax.SyntaxTree != _attribute.ApplicationSyntaxReference?.SyntaxTree || syntax.Span != _attribute.ApplicationSyntaxReference.Span)
            || (SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, _compilation.Assembly)
                && TypeChecks.Find(contract, "global::Dagstack.Extensions.Plugins.PluginKindAttribute") is { } own
                && KindOf(own) == _kind);
    }

    private DispatchModel? ParseDispatch()
    {
        if (_type is not INamedTypeSymbol contract || (_foreign && !IsFirstOfInterface(contract)))
        {
            return null;
        }

        var at = contract.ContainingNamespace;
        return new(at.IsGlobalNamespace ? string.Empty : at.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)), Names.ToDispatchClass(contract), IsPublic(contract));
    }

    /// <summary>Two kinds of one interface cannot both have methods for it: no call could tell them apart.</summary>
    private bool IsFirstOfInterface(INamedTypeSymbol contract)
    {
        if (TypeChecks.Find(contract, "global::Dagstack.Extensions.Plugins.PluginKindAttribute") is not null)
        {
            return false;
        }

        var first = _compilation.Assembly.GetAttributes()
            .First(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, _attribute.AttributeClass));
        return first.ApplicationSyntaxReference?.SyntaxTree == _attribute.ApplicationSyntaxReference?.SyntaxTree
            && first.ApplicationSyntaxReference?.Span == _attribute.ApplicationSyntaxReference?.Span;
    }

    private static bool IsPublic(ITypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return type is not INamedTypeSymbol named || named.TypeArguments.All(static argument => argument is IArrayTypeSymbol array ? IsPublic(array.ElementType) : IsPublic(argument));
    }

    private string? ParseJsonContext()
    {
        if (NamedArgument("JsonContext") is not ITypeSymbol type || TypeChecks.Missing(type) is not null)
        {
            return null;
        }

        var usable = type is INamedTypeSymbol { IsAbstract: false } named && !TypeChecks.IsOpen(named) && IsAccessible(named);
        for (var parent = type.BaseType; usable && TypeNames.Plain(parent!) != "global::System.Text.Json.Serialization.JsonSerializerContext"; parent = parent!.BaseType)
        {
            usable = parent!.BaseType is not null;
        }

        if (!usable)
        {
            ReportAt(AttributeLocation, Diagnostics.InvalidJsonContext, TypeNames.Readable(type));
        }

        return TypeNames.Plain(type);
    }

    private bool IsAccessible(INamedTypeSymbol type) =>
        _compilation.IsSymbolAccessibleWithin(type, _compilation.Assembly) && !TypeChecks.IsFileLocal(type);

    private object? NamedArgument(string name) =>
        _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    // What is declared in another project has no place in this one: the attribute that named it has.
    private void Report(ISymbol at, DiagnosticDescriptor descriptor, params string[] arguments) => ReportAt(
        at.Locations.FirstOrDefault(location => location.SourceTree is { } tree && _compilation.ContainsSyntaxTree(tree)) ?? AttributeLocation,
        descriptor,
        arguments);

    private void ReportAt(Location? location, DiagnosticDescriptor descriptor, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
