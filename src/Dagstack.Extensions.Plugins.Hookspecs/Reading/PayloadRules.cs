using Dagstack.Extensions.Plugins.Hookspecs.Comparing;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>What has to go in and come out, by the class of the hook. See §5 and §8.1 of the plugin contract.</summary>
internal static class PayloadRules
{
    public static void Check(KeyChecks keys, DispatchClass dispatch, ReadSchema? input, ReadSchema? output, SpecProblems problems)
    {
        if (input is { Root.Kind: SpecNodeKind.Table } && input.Root.Find("type") is not { Kind: SpecNodeKind.Text, Text: "object" })
        {
            var type = input.Root.Find("type");
            var message = $"what goes into a hook is one JSON object, and the root {(type is null ? "says no type" : $"has {type.Describe()} as its type")}. Write \"type\": \"object\", and put a value of another type into a property.";
            input.Problems.Add(message, type ?? input.Root, type is null ? string.Empty : "/type");
        }

        var name = DispatchNames.Of(dispatch);
        var hasOutput = keys.Table.Find("output_schema") is { Kind: not SpecNodeKind.Null };
        if (dispatch == DispatchClass.BroadcastNotify && hasOutput)
        {
            problems.AddAtKey("a broadcast_notify hook has no result: nobody waits for it. Take 'output_schema' out, or make the hook broadcast_collect.", keys.Table.Find("output_schema")!, keys.KeyOf("output_schema"));
        }
        else if (dispatch is DispatchClass.BroadcastCollect or DispatchClass.Chain or DispatchClass.Capability && !hasOutput)
        {
            keys.Missing("output_schema", $"the schema of what one plugin returns: a {name} hook has a result");
        }

        if (dispatch != DispatchClass.Chain)
        {
            return;
        }

        if (keys.Table.Find("input_schema") is null or { Kind: SpecNodeKind.Null })
        {
            keys.Missing("input_schema", "the schema of what travels: a chain hook has an input");
        }
        else if (input?.Root.Find("properties") is { Kind: SpecNodeKind.Table, Members.Count: 0 } && input.Root.Find("additionalProperties") is { Kind: SpecNodeKind.Boolean, Boolean: false })
        {
            problems.Add("nothing travels through this chain: its input has no properties, and takes no others. Put what travels into its schema.", keys.Table.Find("input_schema")!, keys.KeyOf("input_schema"));
        }
        else if (input is not null && output is not null && !input.Problems.HasErrors && !output.Problems.HasErrors && SchemaFit.FindMisfit(output.Payload.Schema, input.Payload.Schema) is { } misfit)
        {
            problems.Add($"the output of a chain hook is the input of the next plugin, and does not fit it: {misfit} Make both one schema.", keys.Table.Find("output_schema")!, keys.KeyOf("output_schema"));
        }
    }
}
