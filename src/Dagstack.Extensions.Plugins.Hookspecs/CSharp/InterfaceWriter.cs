using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>Writes the interface of a kind.</summary>
internal sealed class InterfaceWriter(Hookspec spec, TypePlan plan, IReadOnlyList<PayloadFile> files, RootFacts roots, CodeWriter code)
{
    public void Write(string name)
    {
        WriteDocumentation(spec.Description, $"Plugins of the kind {spec.Kind}.");
        WriteDescription(spec.Description);
        WriteExtensions(spec.Extensions);
        var arguments = $"{CSharpText.Literal(spec.Kind)}, ApiVersion = {CSharpText.Literal(spec.ApiVersion)}{(spec.InProcessOnly ? ", InProcessOnly = true" : string.Empty)}{(spec.SingletonPerRuntime ? ", SingletonPerRuntime = true" : string.Empty)}";
        code.Line($"[PluginKind({arguments})]");
        code.Open($"public interface {name}");
        var methods = new HashSet<string>(StringComparer.Ordinal) { name };
        for (var i = 0; i < spec.Hooks.Count; i++)
        {
            if (i > 0)
            {
                code.Line();
            }

            WriteHook(spec.Hooks[i], Names.Unique(Names.Pascal(spec.Hooks[i].Name), methods));
        }

        code.Close();
    }

    private void WriteHook(HookspecHook hook, string name)
    {
        var input = FileOf(hook.Input);
        var output = FileOf(hook.Output);
        var parameter = input is { IsEmpty: false } ? plan.RootOf(input) : null;
        var isSame = hook.Dispatch == DispatchClass.Chain && input is not null && output is not null;
        var result = output is null ? null : isSame ? plan.OfRoot(input!) : plan.OfRoot(output);

        WriteDocumentation(hook.Description, $"Calls {hook.Name}.");
        if (parameter is not null)
        {
            code.Documentation("param name=\"input\"", "What goes in.");
        }

        code.Documentation("param name=\"cancellationToken\"", "Ends the call.");
        if (result is not null)
        {
            code.Documentation("returns", "What comes out.");
        }

        WriteDescription(hook.Description);
        WriteExtensions(hook.Extensions);
        code.Line($"[Hook({string.Join(", ", HookArguments(hook))})]");
        if (parameter is null && input is not null)
        {
            WriteSchema(string.Empty, roots.OfEmptyInput(input));
        }

        if (result is not null && (output!.Shape.AllowsNull || plan.RootOf(output) is null || (isSame && input != output)))
        {
            WriteSchema("return: ", roots.OfOutput(hook, output, plan.RootOf(isSame ? input! : output) is { } record ? Whole(record, result) : result));
        }

        var type = result is null ? "ValueTask" : $"ValueTask<{result.TextWithNull}>";
        var parameters = parameter is null ? string.Empty : $"{parameter.Name} input, ";
        code.Line($"{type} {name}Async({parameters}CancellationToken cancellationToken);");
    }

    /// <summary>The type of a root as it is written: a record with all that its attributes say.</summary>
    private static CSharpType Whole(Declaration record, CSharpType type)
    {
        var schema = record.SchemaWithoutNull();
        schema.Remove("$defs");
        return type with { Schema = schema };
    }

    private static IEnumerable<string> HookArguments(HookspecHook hook)
    {
        if (hook.Dispatch != DispatchClass.Singleton)
        {
            yield return $"DispatchClass.{hook.Dispatch}";
        }

        yield return $"Name = {CSharpText.Literal(hook.Name)}";
        if (!hook.IsExposed)
        {
            yield return "Exposed = false";
        }

        if (hook.IsBestEffort)
        {
            yield return "BestEffort = true";
        }

        if (hook.ToolNameTemplate is { } template)
        {
            yield return $"ToolNameTemplate = {CSharpText.Literal(template)}";
        }
    }

    private PayloadFile? FileOf(HookspecPayload? payload) => payload is null ? null : files.First(file => file.File == payload.File);

    // A summary is the description, so what has none gets a remark.
    private void WriteDocumentation(string? text, string otherwise) => code.Documentation(text is null ? "remarks" : "summary", text ?? otherwise);

    /// <summary>Writes the attribute for a description that a comment would change.</summary>
    private void WriteDescription(string? text)
    {
        if (text is not null && !CSharpText.SurvivesDocumentation(text))
        {
            code.Line($"[Description({CSharpText.Literal(text)})]");
        }
    }

    private void WriteExtensions(IReadOnlyDictionary<string, JsonElement> extensions)
    {
        foreach (var (key, value) in extensions)
        {
            code.Line($"[HookspecExtension({CSharpText.Literal(key)}, {CSharpText.Json(value.GetRawText())})]");
        }
    }

    private void WriteSchema(string target, List<string> arguments)
    {
        if (arguments.Count > 0)
        {
            code.Line($"[{target}JsonSchema({string.Join(", ", arguments)})]");
        }
    }
}
