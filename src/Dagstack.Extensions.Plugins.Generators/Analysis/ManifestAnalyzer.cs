using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Compares a manifest with the class that its entry point names. What is wrong with the manifest itself, the build says.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ManifestAnalyzer : DiagnosticAnalyzer
{
    private const string KindName = "Dagstack.Extensions.Plugins.PluginKindAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [Diagnostics.NoEntryClass, Diagnostics.NotTheContract, Diagnostics.UndeclaredResource, Diagnostics.OptionalResource, Diagnostics.OtherExecutionModel, Diagnostics.ChainInProcessOnly];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(Check);
    }

    private static void Check(AdditionalFileAnalysisContext context)
    {
        if (ManifestFile.Read(context.AdditionalFile, context.CancellationToken) is not { ClassName: not null } manifest
            || !(manifest.IsInProcess || manifest.IsWorker)
            || manifest.ModuleName != context.Compilation.AssemblyName
            || context.Compilation.GetTypeByMetadataName(KindName) is not { } kind)
        {
            return;
        }

        // Of several classes with one name the host says which it may be.
        var classes = EntryPoints.Find(manifest, context.Compilation, context.CancellationToken);
        if (classes.Count != 1)
        {
            if (classes.Count == 0)
            {
                var hint = EntryClassHint.Of(context.Compilation, kind, context.CancellationToken);
                Report(Diagnostics.NoEntryClass, [ManifestKeys.EntryPoint], $"'{manifest.ClassName}', which this project does not have", hint);
            }

            return;
        }

        var type = classes[0];
        if (WhyNot(type) is { } reason)
        {
            Report(Diagnostics.NoEntryClass, [ManifestKeys.EntryPoint], $"'{manifest.ClassName}', which {reason}", "Name a class that can be made with 'new'");
            return;
        }

        if (!IsVisible(type))
        {
            Report(Diagnostics.NoEntryClass, [ManifestKeys.EntryPoint], $"'{manifest.ClassName}', which is not public", "Write 'public' before 'class', and before every class that it is nested in");
        }

        if (manifest.Kind is { } name)
        {
            CheckContract(type, name);
        }

        foreach (var problem in ResourceParameters.Check(type, manifest))
        {
            if (problem.IsDeclared)
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.OptionalResource, problem.Parameter.Locations[0], problem.Resource, problem.Parameter.Name));
            }
            else
            {
                string[] at = [ManifestKeys.ResourcesRequired, ManifestKeys.ResourcesOptional, ManifestKeys.EntryPoint];
                Report(Diagnostics.UndeclaredResource, at, type.Name, $"{problem.Parameter.Type.Name} {problem.Parameter.Name}", problem.Resource);
            }
        }

        void CheckContract(INamedTypeSymbol type, string name)
        {
            var contracts = KindContracts.Of(type, kind, context.Compilation);
            if (contracts.FirstOrDefault(contract => contract.Kind == name) is { Type: { } contract } found)
            {
                if (ExecutionModels.Complaint(manifest.ExecutionModel, contract) is { } complaint)
                {
                    Report(Diagnostics.OtherExecutionModel, [ManifestKeys.ExecutionModel], manifest.ExecutionModel!, contract.Name, complaint);
                }

                if (manifest.InProcessOnly && ChainHooks.FirstOf(contract, found.Dispatch) is { } chain)
                {
                    Report(Diagnostics.ChainInProcessOnly, [ManifestKeys.InProcessOnly], contract.Name, chain.Name);
                }
            }
            else if (contracts.Count > 0)
            {
                var others = string.Join(", ", contracts.Select(static contract => $"{contract.Type.Name}, the contract of '{contract.Kind}'"));
                Report(Diagnostics.NotTheContract, [ManifestKeys.Kind], type.Name, name, $"it implements {others}");
            }
            else if (KindContracts.Find(name, kind, context.Compilation) is { } expected)
            {
                Report(Diagnostics.NotTheContract, [ManifestKeys.EntryPoint], type.Name, name, $"it does not implement {expected.Name}");
            }
        }

        void Report(DiagnosticDescriptor descriptor, string[] at, params object[] arguments) => context.ReportDiagnostic(Diagnostic.Create(descriptor, manifest.At(at), arguments));
    }

    private static string? WhyNot(INamedTypeSymbol type) => type switch
    {
        { TypeKind: not TypeKind.Class } => "is no class",
        { IsStatic: true } => "is static",
        { IsAbstract: true } => "is abstract",
        { IsGenericType: true } => "has type parameters",
        _ => null,
    };

    private static bool IsVisible(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public && (type.ContainingType is not { } outer || IsVisible(outer));
}
