using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Warns of static members that can change, and of objects in static fields that are changed: every instance of the plugin shares them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticStateAnalyzer : DiagnosticAnalyzer
{
    private static readonly OperationKind[] s_kinds = [OperationKind.Invocation, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.CoalesceAssignment, OperationKind.Increment, OperationKind.Decrement];

    private static readonly HashSet<string> s_mutators = new(StringComparer.Ordinal)
    {
        "Add", "TryAdd", "AddRange", "Insert", "Remove", "TryRemove", "RemoveAt", "RemoveAll", "Clear", "Enqueue", "Dequeue", "TryDequeue", "Push", "Pop", "TryPop", "TryTake", "GetOrAdd", "AddOrUpdate",
        "TryUpdate", "Append", "AppendLine", "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith", "Sort", "Reverse", "SetValue",
    };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.StaticState];

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
                start.RegisterSymbolAction(symbol => CheckType(symbol, project), SymbolKind.NamedType);
                start.RegisterOperationAction(operation => CheckUse(operation, project), s_kinds);
                return;
            }

            start.RegisterSymbolStartAction(type =>
            {
                if (project.IsMarked((INamedTypeSymbol)type.Symbol))
                {
                    type.RegisterOperationAction(operation => CheckUse(operation, project), s_kinds);
                    type.RegisterSymbolEndAction(symbol => CheckType(symbol, project));
                }
            }, SymbolKind.NamedType);
        });
    }

    private static void CheckType(SymbolAnalysisContext context, PluginProject project)
    {
        foreach (var member in ((INamedTypeSymbol)context.Symbol).GetMembers())
        {
            if (member is { IsStatic: true } && Complaint(member) is { } complaint && !project.Allowances.Cover(member, ViolationCodes.Of(Diagnostics.StaticState)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Diagnostics.StaticState, member.Locations[0], $"{member.ContainingType.Name}.{member.Name}", complaint));
            }
        }
    }

    private static string? Complaint(ISymbol member) => member switch
    {
        IFieldSymbol { IsConst: true } => null,
        IFieldSymbol { AssociatedSymbol: not null } => null,
        IFieldSymbol field when field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute") => "has another value on each thread, and outlives the plugin",
        IFieldSymbol { Type.Name: "AsyncLocal" or "ThreadLocal" } => "has another value on each thread or flow, and outlives the plugin",
        IFieldSymbol { IsReadOnly: false } => "can be written: all instances of the plugin share it",
        IPropertySymbol { SetMethod: not null } property when IsStored(property) => "can be written: all instances of the plugin share it",
        IEventSymbol e when IsStored(e) => "keeps whoever subscribes alive, and all instances of the plugin share it",
        _ => null,
    };

    /// <summary>Whether the compiler makes a field for it.</summary>
    private static bool IsStored(ISymbol member) => member.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member))
        || (member is IEventSymbol { AddMethod.IsImplicitlyDeclared: true });

    private static void CheckUse(OperationAnalysisContext context, PluginProject project)
    {
        var changed = context.Operation switch
        {
            IInvocationOperation { Instance: { } instance } call when s_mutators.Contains(call.TargetMethod.Name) => instance,
            IAssignmentOperation assignment => OwnerOf(assignment.Target),
            IIncrementOrDecrementOperation increment => OwnerOf(increment.Target),
            _ => null,
        };
        var holder = changed switch
        {
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field } => field,
            IPropertyReferenceOperation { Property: { IsStatic: true, IsReadOnly: true } property } when IsStored(property) => property,
            _ => (ISymbol?)null,
        };

        // What static constructors and initializers fill is not changed after.
        if (holder is null || IsImmutable(changed!.Type) || context.ContainingSymbol is IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.StaticConstructor } || project.Allowances.Cover(holder, ViolationCodes.Of(Diagnostics.StaticState)) || project.Allowances.Cover(context.ContainingSymbol, ViolationCodes.Of(Diagnostics.StaticState)))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Diagnostics.StaticState, context.Operation.Syntax.GetLocation(), $"{holder.ContainingType.Name}.{holder.Name}", "is changed here: all instances of the plugin share it"));
    }

    // The object that an assignment changes: x of x[i] = … and x.P = …
    private static IOperation? OwnerOf(IOperation target) => target switch
    {
        IPropertyReferenceOperation property => property.Instance,
        IArrayElementReferenceOperation element => element.ArrayReference,
        IFieldReferenceOperation { Field.IsStatic: false } field => field.Instance,
        _ => null,
    };

    private static bool IsImmutable(ITypeSymbol? type) => type?.ContainingNamespace?.ToDisplayString() is "System.Collections.Immutable" or "System.Collections.Frozen";
}
