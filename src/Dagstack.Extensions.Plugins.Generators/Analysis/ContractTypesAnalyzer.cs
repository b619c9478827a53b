using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of hooks whose types JSON cannot carry: such a hook cannot be called in another process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractTypesAnalyzer : DiagnosticAnalyzer
{
    private const string KindName = "Dagstack.Extensions.Plugins.PluginKindAttribute";
    private const string HookName = "global::Dagstack.Extensions.Plugins.HookAttribute";

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
                var allowances = new Allowances(start.Compilation.GetTypeByMetadataName(Allowances.AttributeName));
                var types = new CarriedTypes(start.Compilation);
                start.RegisterSymbolAction(symbol => Check(symbol, kind, types, allowances), SymbolKind.NamedType);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol kind, CarriedTypes types, Allowances allowances)
    {
        var contract = (INamedTypeSymbol)context.Symbol;
        if (!TypeChecks.IsContract(contract, kind))
        {
            return;
        }

        foreach (var member in contract.GetMembers().Where(static member => member is { IsStatic: false, IsImplicitlyDeclared: false } && IsExposed(member)))
        {
            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                    foreach (var parameter in method.Parameters.Where(static parameter => parameter.Type.Name != "CancellationToken"))
                    {
                        Report(parameter.Type, $"the parameter '{parameter.Name}'", parameter);
                    }

                    Report(CarriedTypes.ResultOf(method.ReturnType), "its result", method);
                    break;
                case IPropertySymbol property:
                    Report(CarriedTypes.ResultOf(property.Type), "its value", property);
                    break;
            }

            void Report(ITypeSymbol? type, string path, ISymbol at)
            {
                if (type is not null && types.Find(type, path) is { } complaint && !allowances.Cover(member, ViolationCodes.Of(Diagnostics.NotSerializable)))
                {
                    context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NotSerializable, at.Locations[0], member.Name, complaint, ChainHooks.Is(member) ? "A chain leaves the process: give it a type that JSON carries" : "If it never will be, write [Hook(Exposed = false)]"));
                }
            }
        }
    }

    private static bool IsExposed(ISymbol hook) =>
        TypeChecks.Find(hook, HookName)?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Exposed").Value.Value is not false;
}
