using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of hooks whose types JSON cannot carry: such a hook cannot be called in another process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractTypesAnalyzer : DiagnosticAnalyzer
{
    private const string KindName = "Dagstack.Extensions.Plugins.PluginKindAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.NotSerializable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KindName) is { } kind)
            {
                var types = new ContractTypes(start.Compilation);
                start.RegisterSymbolAction(symbol => Check(symbol, kind, types), SymbolKind.NamedType);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol kind, ContractTypes types)
    {
        var contract = (INamedTypeSymbol)context.Symbol;
        if (!TypeChecks.IsContract(contract, kind) || RemoteHooks.StayInProcess(contract))
        {
            return;
        }

        foreach (var member in contract.GetMembers().Where(static member => member is { IsStatic: false, IsImplicitlyDeclared: false } && RemoteHooks.IsExposed(member)))
        {
            foreach (var (complaint, at) in types.Find(member))
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NotSerializable, at.Locations[0], member.Name, complaint, ChainHooks.Is(member) ? "A chain leaves the process: give it a type that JSON carries" : "If it never will be, write [Hook(Exposed = false)]"));
            }
        }
    }
}
