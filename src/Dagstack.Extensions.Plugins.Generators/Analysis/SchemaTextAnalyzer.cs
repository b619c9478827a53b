using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Looks at the texts of <c>[JsonSchema]</c> and <c>[HookspecExtension]</c>: JSON that is none would be found at run time only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchemaTextAnalyzer : DiagnosticAnalyzer
{
    private const string Example = "Write it as in \"\"\"{\"minProperties\": 1}\"\"\"";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Diagnostics.InvalidJsonText];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var schema = start.Compilation.GetTypeByMetadataName("Dagstack.Extensions.Plugins.JsonSchemaAttribute");
            var extension = start.Compilation.GetTypeByMetadataName("Dagstack.Extensions.Plugins.HookspecExtensionAttribute");
            if (schema is not null || extension is not null)
            {
                start.RegisterOperationAction(operation => Check(operation, schema, extension), OperationKind.Attribute);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol? schema, INamedTypeSymbol? extension)
    {
        if (((IAttributeOperation)context.Operation).Operation is not IObjectCreationOperation { Type: { } type } creation)
        {
            return;
        }

        if (SymbolEqualityComparer.Default.Equals(type, schema))
        {
            foreach (var assignment in creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
            {
                if (assignment.Target is IPropertyReferenceOperation { Property.Name: "Keywords" } && TextOf(assignment.Value) is { } text)
                {
                    CheckObject(context, assignment.Value, text);
                }
            }
        }
        else if (SymbolEqualityComparer.Default.Equals(type, extension))
        {
            CheckExtension(context, creation);
        }
    }

    private static void CheckObject(OperationAnalysisContext context, IOperation at, string text)
    {
        if (JsonSyntax.FindFault(text) is { } fault)
        {
            Report(context, at, "Keywords of [JsonSchema]", $"no JSON from character {fault + 1} on", Example);
        }
        else if (text.TrimStart()[0] != '{')
        {
            Report(context, at, "Keywords of [JsonSchema]", "JSON, but no object", Example);
        }
    }

    private static void CheckExtension(OperationAnalysisContext context, IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (TextOf(argument.Value) is not { } text)
            {
                continue;
            }

            if (argument.Parameter?.Name == "name" && (!text.StartsWith("x-", StringComparison.Ordinal) || text.Length == 2))
            {
                Report(context, argument.Value, "The key of [HookspecExtension]", $"'{text}', which does not begin with 'x-' and go on", $"Write \"x-{(text.StartsWith("x-", StringComparison.Ordinal) ? "vendor" : text)}\"");
            }
            else if (argument.Parameter?.Name == "json" && JsonSyntax.FindFault(text) is { } fault)
            {
                Report(context, argument.Value, "The value of [HookspecExtension]", $"no JSON from character {fault + 1} on", "A text is JSON in quotes of its own, as in \"\\\"text\\\"\" or \"\"\"[\"a\", 1]\"\"\"");
            }
        }
    }

    private static string? TextOf(IOperation value) => value.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static void Report(OperationAnalysisContext context, IOperation at, string what, string found, string remedy) =>
        context.ReportDiagnostic(Diagnostic.Create(Diagnostics.InvalidJsonText, at.Syntax.GetLocation(), what, found, remedy));
}
