using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Writes a proxy and its descriptors for every interface that is the contract of a plugin kind.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginContractGenerator : IIncrementalGenerator
{
    internal const string OwnStep = "OwnContracts";
    internal const string ForeignStep = "ForeignContracts";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var own = context.SyntaxProvider.ForAttributeWithMetadataName(
                "Dagstack.Extensions.Plugins.PluginKindAttribute",
                static (node, _) => node is InterfaceDeclarationSyntax,
                static (attributed, cancellation) => ContractParser.ParseOwn(attributed, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(OwnStep);

        var foreign = context.SyntaxProvider.ForAttributeWithMetadataName(
                "Dagstack.Extensions.Plugins.PluginKindAttribute`1",
                static (node, _) => node is CompilationUnitSyntax,
                static (attributed, cancellation) => ContractParser.ParseForeign(attributed, cancellation))
            .SelectMany(static (models, _) => models)
            .WithTrackingName(ForeignStep);

        context.RegisterSourceOutput(own, Write);
        context.RegisterSourceOutput(foreign, Write);

        // Only what is wrong is looked at with the compilation in hand, for the sake of #pragma.
        context.RegisterSourceOutput(own.Where(IsWrong).Combine(context.CompilationProvider), Report);
        context.RegisterSourceOutput(foreign.Where(IsWrong).Combine(context.CompilationProvider), Report);
    }

    private static bool IsWrong(ContractModel model) => model.Diagnostics.Count > 0;

    private static void Report(SourceProductionContext context, (ContractModel Model, Compilation Compilation) wrong)
    {
        foreach (var diagnostic in wrong.Model.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic.ToDiagnostic(wrong.Compilation));
        }
    }

    private static void Write(SourceProductionContext context, ContractModel model)
    {
        if (!model.Diagnostics.Any(static diagnostic => diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error))
        {
            context.AddSource(model.ClassName + ".g.cs", SourceText.From(ContractEmitter.Emit(model), Encoding.UTF8));
            if (model.Dispatch is { } dispatch)
            {
                context.AddSource(model.ClassName + ".Dispatch.g.cs", SourceText.From(DispatchEmitter.Emit(model, dispatch), Encoding.UTF8));
            }
        }
    }
}
