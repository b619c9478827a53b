using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of hooks that return a sequence which is made only while it is read: that is after the call, and perhaps after the plugin.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LazyResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.LazyResult];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (PluginProject.Find(start.Compilation, start.Options, start.CancellationToken) is { } project)
            {
                var lazy = new LazySequences(start.Compilation.GetTypeByMetadataName("System.Linq.Enumerable"));
                start.RegisterOperationBlockAction(block => Check(block, project, lazy));
            }
        });
    }

    private static void Check(OperationBlockAnalysisContext context, PluginProject project, LazySequences lazy)
    {
        if (context.OwningSymbol is not IMethodSymbol method
            || !LazySequences.IsSequence(CarriedTypes.ResultOf(method.ReturnType))
            || !project.IsHook(method)
            || project.Allowances.Cover(method, ViolationCodes.Of(Diagnostics.LazyResult)))
        {
            return;
        }

        if (method.IsIterator)
        {
            Report("it has 'yield return'", method.Locations[0]);
            return;
        }

        foreach (var returned in context.OperationBlocks.SelectMany(LazySequences.Returned))
        {
            if (lazy.Find(returned) is { } maker)
            {
                Report($"it comes from {maker}", returned.Syntax.GetLocation());
            }
        }

        void Report(string why, Location location) =>
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.LazyResult, location, method.Name.Substring(method.Name.LastIndexOf('.') + 1), why));
    }
}
