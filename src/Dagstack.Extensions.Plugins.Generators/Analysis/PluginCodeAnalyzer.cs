using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of members of the framework that a plugin must not use: what it is not given, and what blocks its caller.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PluginCodeAnalyzer : DiagnosticAnalyzer
{
    private static readonly OperationKind[] s_kinds = [OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation, OperationKind.MethodReference];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [Diagnostics.AmbientTime, Diagnostics.AmbientRandom, Diagnostics.AmbientEnvironment, Diagnostics.OwnClient, Diagnostics.Blocking];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (PluginProject.Find(start.Compilation, start.Options, start.CancellationToken) is not { } project)
            {
                return;
            }

            if (project.IsWhole)
            {
                var rules = new PluginRules(start.Compilation, project);
                start.RegisterOperationAction(rules.Check, s_kinds);
            }
            else
            {
                // Only within classes that are plugins: the rest of the application may do what it likes.
                var rules = new Lazy<PluginRules>(() => new(start.Compilation, project));
                start.RegisterSymbolStartAction(type =>
                {
                    if (project.IsMarked((INamedTypeSymbol)type.Symbol))
                    {
                        type.RegisterOperationAction(rules.Value.Check, s_kinds);
                    }
                }, SymbolKind.NamedType);
            }
        });
    }
}
