using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>The rules about members, by their types in one compilation.</summary>
internal sealed class PluginRules
{
    private readonly PluginProject _project;
    private readonly Dictionary<ISymbol, List<Func<MemberUse, Finding?>>> _ambient = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<Func<MemberUse, Finding?>>> _blocking = new(SymbolEqualityComparer.Default);

    public PluginRules(Compilation compilation, PluginProject project)
    {
        _project = project;
        Add(compilation, AmbientMembers.ByType, _ambient, AmbientRules.Find);
        Add(compilation, ClientMembers.ByType, _ambient, static (what, _) => AmbientRules.Find(what));
        Add(compilation, BlockingMembers.ByType, _blocking, BlockingRules.Find);
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
        if (Find(_ambient, type, use) is { } ambient)
        {
            Report(context, use, ambient);
        }
        else if (Find(_blocking, type, use) is { } blocking && IsHook(context.ContainingSymbol))
        {
            Report(context, use, blocking);
        }
    }

    private static void Add<TUse>(Compilation compilation, ILookup<string, MemberRule<TUse>> rules, Dictionary<ISymbol, List<Func<MemberUse, Finding?>>> target, Func<TUse, MemberUse, Finding?> find)
        where TUse : struct
    {
        foreach (var ofType in rules)
        {
            if (compilation.GetTypeByMetadataName(ofType.Key) is not { } type)
            {
                continue;
            }

            if (!target.TryGetValue(type, out var found))
            {
                target.Add(type, found = []);
            }

            found.AddRange(ofType.Select(rule => (Func<MemberUse, Finding?>)(use => use.Matches(rule) ? find(rule.Use, use) : null)));
        }
    }

    private static Finding? Find(Dictionary<ISymbol, List<Func<MemberUse, Finding?>>> rules, INamedTypeSymbol type, MemberUse use) =>
        rules.TryGetValue(type, out var found) ? found.Select(rule => rule(use)).FirstOrDefault(static finding => finding is not null) : null;

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
