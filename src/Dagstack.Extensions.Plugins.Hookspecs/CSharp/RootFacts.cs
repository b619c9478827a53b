using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>What the roots of schemas say beyond their types: on the record that a root is, else on the hook or its result.</summary>
/// <param name="spec">The kind.</param>
internal sealed class RootFacts(Hookspec spec)
{
    public List<string> OfRecord(Declaration declaration, PayloadFile file)
    {
        var predicted = declaration.Predict();
        var arguments = Named(file, DefaultsOf(file));
        if (declaration.IsOpen)
        {
            arguments.Add("IsOpen = true");
        }

        arguments.AddRange(Difference(predicted, declaration.SchemaWithoutNull(), declaration.Reach(), file));
        return arguments;
    }

    /// <summary>Finds what a hook without a record says of its input: nothing goes in. The name is always said, since without it there is no schema.</summary>
    public List<string> OfEmptyInput(PayloadFile file)
    {
        var predicted = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };
        return [.. Named(file, []), .. Difference(predicted, SchemaOf(file), [], file)];
    }

    /// <summary>Finds what a hook says of a result that is no record, or one that is the record of another schema.</summary>
    public List<string> OfOutput(HookspecHook hook, PayloadFile file, CSharpType type) =>
        [.. Named(file, [$"{hook.Name}.output"]), .. Difference(type.SchemaWithNull(), SchemaOf(file), Declaration.Reach(type.References), file)];

    private static JsonObject SchemaOf(PayloadFile file) => (JsonObject)JsonNode.Parse(file.Schema.GetRawText())!;

    /// <summary>Names the file, unless its name is what it would be anyway.</summary>
    private static List<string> Named(PayloadFile file, List<string> defaults)
    {
        var name = PayloadNames.Stem(file.File);
        return defaults.Count > 0 && defaults.All(standard => standard == name) ? [] : [$"Name = {CSharpText.Literal(name)}"];
    }

    private List<string> DefaultsOf(PayloadFile file) =>
    [
        .. spec.Hooks.Where(hook => hook.Input?.File == file.File).Select(static hook => $"{hook.Name}.input"),
        .. spec.Hooks.Where(hook => hook.Output?.File == file.File).Select(static hook => $"{hook.Name}.output"),
    ];

    private List<string> Difference(JsonObject predicted, JsonObject actual, IEnumerable<Declaration> reached, PayloadFile file)
    {
        predicted["$schema"] = Reading.SchemaRules.Dialect;
        predicted["$id"] = PayloadNames.Id(spec, file.File);
        predicted["title"] = null;
        var definitions = new JsonObject(reached.Where(static declaration => declaration.Definition is not null).Select(static declaration => KeyValuePair.Create<string, JsonNode?>(declaration.Definition!, null)).DistinctBy(static pair => pair.Key));
        if (definitions.Count > 0)
        {
            predicted["$defs"] = definitions;
        }

        return SchemaDifference.Find(predicted, actual);
    }
}
