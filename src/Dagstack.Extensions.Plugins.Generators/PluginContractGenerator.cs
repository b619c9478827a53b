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
    }

    private static void Write(SourceProductionContext context, ContractModel model)
    {
        var failed = false;
        foreach (var diagnostic in model.Diagnostics)
        {
            context.ReportDiagnostic(diagnostic.ToDiagnostic());
            failed |= diagnostic.Descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        }

        if (!failed)
        {
            context.AddSource(model.ClassName + ".g.cs", SourceText.From(ContractEmitter.Emit(model), Encoding.UTF8));
        }
    }
}
