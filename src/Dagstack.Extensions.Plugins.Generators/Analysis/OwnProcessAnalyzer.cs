using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Compares a class that runs in a process of its own, as its manifest says, with what it can have there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnProcessAnalyzer : DiagnosticAnalyzer
{
    private const string KindName = "Dagstack.Extensions.Plugins.PluginKindAttribute";

    // What it does not expose the host makes of what the process lists.
    private const string ToolName = "Dagstack.Extensions.Plugins.ITool";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.StaysInProcess, Diagnostics.OnlyOfHost, Diagnostics.CallerWaits];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(Check);
    }

    private static void Check(AdditionalFileAnalysisContext context)
    {
        if (ManifestFile.Read(context.AdditionalFile, context.CancellationToken) is not { HasOwnProcess: true, ClassName: not null } manifest
            || manifest.ModuleName != context.Compilation.AssemblyName
            || context.Compilation.GetTypeByMetadataName(KindName) is not { } kind)
        {
            return;
        }

        var classes = EntryPoints.Find(manifest, context.Compilation, context.CancellationToken);
        if (classes.Count != 1 || classes[0] is not { TypeKind: TypeKind.Class } type)
        {
            // That is said of any plugin.
            return;
        }

        foreach (var (parameter, what) in new HostParameters(kind, context.Compilation).Find(type))
        {
            var at = parameter.Locations.FirstOrDefault(static location => location.IsInSource) ?? manifest.At(ManifestKeys.EntryPoint);
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.OnlyOfHost, at, type.Name, $"{parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {parameter.Name}", what));
        }

        if (KindContracts.Of(type, kind, context.Compilation).FirstOrDefault(contract => contract.Kind == manifest.Kind).Type is { } contract && EntryPoints.FullName(contract) != ToolName)
        {
            CheckHooks(context, manifest, contract, kind);
        }
    }

    private static void CheckHooks(AdditionalFileAnalysisContext context, ManifestFile manifest, INamedTypeSymbol contract, INamedTypeSymbol kind)
    {
        // Of a contract in this project, and of one that is another's, its types are looked at there or nowhere.
        var types = TypeChecks.IsContract(contract, kind) && !SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, context.Compilation.Assembly) ? new ContractTypes(context.Compilation) : null;
        var at = manifest.At(ManifestKeys.Runtime);
        if (RemoteHooks.StayInProcess(contract))
        {
            // Once is enough: it is so of every hook.
            if (RemoteHooks.Of(contract).FirstOrDefault() is { } first)
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.StaysInProcess, at, first.Name, contract.Name, "its contract keeps all of the kind there, by InProcessOnly = true"));
            }

            return;
        }

        var waiting = new List<string>();
        foreach (var hook in RemoteHooks.Of(contract))
        {
            if ((RemoteHooks.WhyNot(hook) ?? types?.Find(hook).FirstOrDefault().Complaint) is { } reason)
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.StaysInProcess, at, hook.Name, contract.Name, reason));
            }
            else if (RemoteHooks.IsSynchronous(hook))
            {
                waiting.Add($"'{hook.Name}'");
            }
        }

        if (waiting.Count > 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.CallerWaits, at, string.Join(", ", waiting), contract.Name));
        }
    }
}
