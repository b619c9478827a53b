using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Comparing;

/// <summary>Finds the differences between two schemas, and what each does to the values that fit.</summary>
internal sealed class SchemaComparison
{
    private static readonly HashSet<string> s_words = new(["title", "description", "examples", "$comment", "$id", "$schema", "deprecated", "readOnly", "writeOnly", "contentMediaType", "discriminator", "id"], StringComparer.Ordinal);

    /// <summary>Keywords that are compared as a whole: of two values neither is known to allow more.</summary>
    private static readonly string[] s_whole = ["pattern", "format", "contentEncoding", "not", "if", "then", "else", "patternProperties", "propertyNames", "prefixItems", "contains", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"];

    private readonly JsonObject _oldRoot;
    private readonly JsonObject _newRoot;
    private readonly List<SchemaChange> _changes = [];
    private readonly HashSet<(string Old, string New)> _compared = [];

    private SchemaComparison(JsonObject oldRoot, JsonObject newRoot) => (_oldRoot, _newRoot) = (oldRoot, newRoot);

    /// <summary>Compares two schemas.</summary>
    /// <returns>The differences, in the order of the new schema.</returns>
    public static IReadOnlyList<SchemaChange> Compare(JsonElement old, JsonElement @new)
    {
        var comparison = new SchemaComparison(JsonObject.Create(old) ?? [], JsonObject.Create(@new) ?? []);
        comparison.CompareAt(comparison._oldRoot, comparison._newRoot, string.Empty);
        return comparison._changes;
    }

    /// <summary>Adds a difference.</summary>
    internal void Add(string path, SchemaEffect effect, string message) => _changes.Add(new(path, effect, message));

    /// <summary>Compares what stands at one place; null stands for a schema that is not there and allows anything.</summary>
    internal void CompareAt(JsonNode? old, JsonNode? @new, string path)
    {
        if (JsonNode.DeepEquals(old, @new) && !HasReference(old))
        {
            return;
        }

        var (before, now) = (SchemaView.Of(old, _oldRoot), SchemaView.Of(@new, _newRoot));
        if (before.IsNever || now.IsNever)
        {
            if (before.IsNever != now.IsNever)
            {
                Add(path, now.IsNever ? SchemaEffect.Narrows : SchemaEffect.Widens, now.IsNever ? "nothing fits any more" : "something fits, where nothing did");
            }

            return;
        }

        // What refers to itself has been compared already, or is being compared.
        if ((!IsReference(old) && !IsReference(@new)) || _compared.Add((Text(old), Text(@new))))
        {
            Compare(before, now, path);
        }
    }

    private static bool IsReference(JsonNode? node) => node is JsonObject map && map.ContainsKey("$ref");

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? string.Empty;

    private static bool HasReference(JsonNode? node) => node switch
    {
        JsonObject map => map.ContainsKey("$ref") || map.Any(static pair => HasReference(pair.Value)),
        JsonArray list => list.Any(HasReference),
        _ => false,
    };

    private void Compare(SchemaView old, SchemaView @new, string path)
    {
        new TypeRules(this, path).Compare(old, @new);
        LimitRules.Compare(this, old, @new, path);
        foreach (var keyword in s_whole)
        {
            CompareWhole(old, @new, keyword, path);
        }

        new PropertyRules(this, path).Compare(old, @new);
        CompareItems(old, @new, path);
        new CompositionRules(this, path).Compare(old, @new);
        if (!JsonNode.DeepEquals(old["default"], @new["default"]) || old.Has("default") != @new.Has("default"))
        {
            Add($"{path}/default", SchemaEffect.Default, @new.Has("default") ? $"the default is {Shown(@new["default"])} now, {(old.Has("default") ? $"it was {Shown(old["default"])}" : "there was none")}" : $"there is no default any more, it was {Shown(old["default"])}");
        }

        foreach (var word in old.Keywords.Union(@new.Keywords).Where(static word => s_words.Contains(word) || word.StartsWith("x-", StringComparison.Ordinal)))
        {
            if (!JsonNode.DeepEquals(old[word], @new[word]))
            {
                Add($"{path}/{word}", SchemaEffect.Words, $"{word} says something else");
            }
        }
    }

    private void CompareItems(SchemaView old, SchemaView @new, string path)
    {
        if (old.Has("items") || @new.Has("items"))
        {
            CompareAt(old["items"], @new["items"], $"{path}/items");
        }
    }

    private void CompareWhole(SchemaView old, SchemaView @new, string keyword, string path)
    {
        if (old.Has(keyword) && @new.Has(keyword))
        {
            if (!JsonNode.DeepEquals(old[keyword], @new[keyword]))
            {
                Add($"{path}/{keyword}", SchemaEffect.Shifts, $"{keyword} is {Shown(@new[keyword])} now, it was {Shown(old[keyword])}");
            }
        }
        else if (@new.Has(keyword))
        {
            Add($"{path}/{keyword}", SchemaEffect.Narrows, $"{keyword} has to be {Shown(@new[keyword])} now");
        }
        else if (old.Has(keyword))
        {
            Add($"{path}/{keyword}", SchemaEffect.Widens, $"{keyword} was {Shown(old[keyword])}, and may be anything now");
        }
    }

    /// <summary>Shows a value in a message.</summary>
    internal static string Shown(JsonNode? value) => Excerpt.Of(JsonText.Of(value));
}
