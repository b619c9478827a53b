using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The rules about members, by their types in one compilation.</summary>
internal sealed class PluginRules
{
    private readonly PluginProject _project;
    private readonly Dictionary<INamedTypeSymbol, Func<MemberUse, Finding?>> _ambient;
    private readonly Dictionary<INamedTypeSymbol, Func<MemberUse, Finding?>> _blocking;

    public PluginRules(Compilation compilation, PluginProject project)
    {
        _project = project;
        _ambient = ByType(compilation, AmbientRules.All);
        _blocking = ByType(compilation, BlockingRules.All);
    }

    public void Check(OperationAnalysisContext context)
    {
        var member = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IPropertyReferenceOperation property => property.Property,
            IObjectCreationOperation creation => creation.Constructor,
            IMethodReferenceOperation reference => reference.Method,
            _ => (ISymbol?)null,
        };
        if (member?.ContainingType.OriginalDefinition is not { } type)
        {
            return;
        }

        var use = new MemberUse(context.Operation, member, context.ContainingSymbol);
        if (_ambient.TryGetValue(type, out var rule) && rule(use) is { } ambient)
        {
            Report(context, use, ambient);
        }
        else if (_blocking.TryGetValue(type, out rule) && rule(use) is { } blocking && IsHook(context.ContainingSymbol))
        {
            Report(context, use, blocking);
        }
    }

    private static Dictionary<INamedTypeSymbol, Func<MemberUse, Finding?>> ByType(Compilation compilation, IEnumerable<KeyValuePair<string, Func<MemberUse, Finding?>>> rules)
    {
        var found = new Dictionary<INamedTypeSymbol, Func<MemberUse, Finding?>>(SymbolEqualityComparer.Default);
        foreach (var rule in rules)
        {
            if (compilation.GetTypeByMetadataName(rule.Key) is { } type)
            {
                found[type] = rule.Value;
            }
        }

        return found;
    }

    private bool IsHook(ISymbol member) =>
        !BlockingRules.IsExempt(member) && member.ContainingType is { } type && _project.IsPluginClass(type) && !_project.MayBlock(type);

    private void Report(OperationAnalysisContext context, MemberUse use, Finding finding)
    {
        if (!use.IsNameOnly() && !_project.Allowances.Cover(context.ContainingSymbol, ViolationCodes.Of(finding.Descriptor)))
        {
            context.ReportDiagnostic(Diagnostic.Create(finding.Descriptor, context.Operation.Syntax.GetLocation(), use.Display, finding.What, finding.Remedy));
        }
    }
}
