using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns where a hook that is meant for all plugins of a kind is called on one of them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DirectCallAnalyzer : DiagnosticAnalyzer
{
    private const string HookAttribute = "Dagstack.Extensions.Plugins.HookAttribute";
    private const string Dispatching = "Dagstack.Extensions.Plugins.PluginsExtensions";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.DirectCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            // Who knows no contract calls no hooks.
            if (start.Compilation.GetTypeByMetadataName(HookAttribute) is { } attribute)
            {
                var dispatching = start.Compilation.GetTypeByMetadataName(Dispatching);
                start.RegisterOperationAction(operation => Analyze(operation, attribute, dispatching), OperationKind.Invocation, OperationKind.PropertyReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol attribute, INamedTypeSymbol? dispatching)
    {
        var (member, receiver) = context.Operation switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Instance),
            IPropertyReferenceOperation property => ((ISymbol)property.Property, property.Instance),
            _ => default,
        };
        if (receiver is null or IInstanceReferenceOperation
            || member is not { ContainingType.TypeKind: TypeKind.Interface }
            || AdviceOn(context.Operation, member, DispatchOf(member, attribute)) is not { } advice
            || IsInDispatch(context.Operation, dispatching)
            || IsPluginItself(context.ContainingSymbol, member.ContainingType))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Diagnostics.DirectCall, context.Operation.Syntax.GetLocation(), member.Name, DispatchOf(member, attribute), advice));
    }

    private static string DispatchOf(ISymbol member, INamedTypeSymbol attribute) => ContractParser.DispatchName(member.GetAttributes()
        .FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute))
        ?.ConstructorArguments.FirstOrDefault().Value as int? ?? 0);

    /// <summary>Whether it is in a delegate that is given to Collect, NotifyAsync or Chain.</summary>
    private static bool IsInDispatch(IOperation operation, INamedTypeSymbol? dispatching)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, dispatching))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it is in a class that implements the contract: something around a plugin hands its calls on.</summary>
    private static bool IsPluginItself(ISymbol symbol, INamedTypeSymbol contract)
    {
        for (var type = symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Says how a hook is to be called that is meant for all plugins; null for one that is not.</summary>
    private static string? AdviceOn(IOperation operation, ISymbol member, string dispatch) => dispatch switch
    {
        // The generator writes methods for what is read and called; an indexer and a setter have none.
        "BroadcastCollect" or "BroadcastNotify" when operation.Parent is IAssignmentOperation assignment && assignment.Target == operation => dispatch == "BroadcastCollect"
            ? "Set it in a delegate that is given to plugins.Collect(…) on IPlugins<T>, which calls all"
            : "Set it in a delegate that is given to plugins.NotifyAsync(…) on IPlugins<T>, which tells all",
        "BroadcastCollect" when member is IPropertySymbol { IsIndexer: true } => "Call plugins.Collect(plugin => plugin[…]) on IPlugins<T>, which collects the results of all",
        "BroadcastCollect" when member is IPropertySymbol => $"Call plugins.Get{member.Name}() on IPlugins<T>, which collects the results of all",
        "BroadcastCollect" => $"Call plugins.{member.Name}(…) on IPlugins<T>, which collects the results of all",
        "BroadcastNotify" => $"Call plugins.{member.Name}(…) on IPlugins<T>, which tells all",
        "Chain" => $"Call plugins.{member.Name}(…) on IPlugins<T>, which sends the value through all",
        _ => null,
    };
}
