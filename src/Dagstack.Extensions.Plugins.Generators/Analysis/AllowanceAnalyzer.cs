using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of <c>[AllowPluginViolation]</c> without a reason: it allows nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllowanceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.Unjustified];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Allowances.AttributeName) is { } attribute)
            {
                start.RegisterSymbolAction(symbol => Check(symbol.Symbol, attribute, symbol.ReportDiagnostic), SymbolKind.NamedType, SymbolKind.Method, SymbolKind.Property, SymbolKind.Field);
                start.RegisterCompilationEndAction(end => Check(end.Compilation.Assembly, attribute, end.ReportDiagnostic));
            }
        });
    }

    private static void Check(ISymbol symbol, INamedTypeSymbol attribute, Action<Diagnostic> report)
    {
        foreach (var allowed in symbol.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(allowed.AttributeClass, attribute)
                && allowed.ConstructorArguments is { Length: 2 } arguments
                && string.IsNullOrWhiteSpace(arguments[1].Value as string)
                && allowed.ApplicationSyntaxReference is { } syntax)
            {
                report(Diagnostic.Create(Diagnostics.Unjustified, Location.Create(syntax.SyntaxTree, syntax.Span), arguments[0].Value));
            }
        }
    }
}
