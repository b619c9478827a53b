using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Reads a schema into nodes. Schemas that wait to be read are in a queue: neither depth nor circles cost stack.</summary>
internal sealed class SchemaCompiler(JsonElement root)
{
    private const int MaxNodes = 10_000;
    private const int MaxChain = 100;

    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Queue<(SchemaNode Node, JsonElement Schema, string Path)> _waiting = new();
    private readonly List<ToolProblem> _problems = [];
    private bool _isFull;

    public IReadOnlyList<ToolProblem> Problems => _problems;

    public SchemaNode Compile()
    {
        var node = NodeOf(root, string.Empty);
        while (_waiting.TryDequeue(out var next))
        {
            if (_problems.Count >= SchemaRun.MaxProblems)
            {
                break;
            }

            next.Node.Fill(Read(next.Schema, next.Path));
        }

        if (_problems.Count == 0)
        {
            FindChains();
        }

        return node;
    }

    public void Report(string path, string message, string? found = null, string? expected = null) =>
        _problems.Add(new() { Path = path, Message = message, Found = found, Expected = expected });

    /// <summary>Gets the node of a schema, which is read later.</summary>
    public SchemaNode NodeOf(JsonElement schema, string path)
    {
        if (_nodes.TryGetValue(path, out var known))
        {
            return known;
        }

        var node = new SchemaNode();
        if (_nodes.Count < MaxNodes)
        {
            _nodes.Add(path, node);
            _waiting.Enqueue((node, schema, path));
        }
        else if (!_isFull)
        {
            _isFull = true;
            Report(path, $"there are more than {MaxNodes} schemas in this one.");
        }

        return node;
    }

    /// <summary>Gets the node that a reference leads to.</summary>
    public SchemaNode? Resolve(string reference, string path)
    {
        if (reference is not "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            Report(path, $"'{Excerpt.Of(reference)}' leads out of the schema or to an anchor; only references such as '#/$defs/name' are supported.", reference, "a reference that begins with '#/'");
            return null;
        }

        var target = root;
        var place = string.Empty;
        foreach (var part in reference.Split('/').Skip(1).Select(static part => JsonPath.Unescape(Uri.UnescapeDataString(part))))
        {
            place += "/" + JsonPath.Escape(part);
            if (!TryStep(ref target, part))
            {
                Report(path, $"'{Excerpt.Of(reference)}' leads nowhere: there is no {Excerpt.Of(place)}.", reference, "a place in this schema");
                return null;
            }
        }

        return NodeOf(target, place);
    }

    private static bool TryStep(ref JsonElement target, string part)
    {
        if (target.ValueKind == JsonValueKind.Object && target.TryGetProperty(part, out var property))
        {
            target = property;
            return true;
        }

        if (target.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < target.GetArrayLength())
        {
            target = target[index];
            return true;
        }

        return false;
    }

    private IEnumerable<SchemaRule> Read(JsonElement schema, string path)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                return [];
            case JsonValueKind.False:
                return [new NeverRule()];
            case JsonValueKind.Object:
                return new SchemaReader(this, schema, path).Read();
            default:
                Report(path, $"found {JsonText.Describe(schema)}, expected a schema: an object, true or false.", JsonText.Describe(schema), "a schema");
                return [];
        }
    }

    /// <summary>Finds schemas that come back to themselves without going into the value, and could never be checked to the end.</summary>
    private void FindChains()
    {
        // Takes away, again and again, what nothing leads to. What is left goes in circles or hangs from one.
        var leadingTo = _nodes.Values.ToDictionary(static node => node, static _ => 0);
        foreach (var inner in _nodes.Values.SelectMany(static node => node.InPlace))
        {
            leadingTo[inner]++;
        }

        var free = leadingTo.Where(static pair => pair.Value == 0).Select(static pair => pair.Key).ToList();
        var (left, chain) = (leadingTo.Count, 0);
        for (; free.Count > 0; chain++)
        {
            left -= free.Count;
            free = [.. free.SelectMany(static node => node.InPlace).Where(inner => --leadingTo[inner] == 0)];
        }

        if (left > 0)
        {
            Report(_nodes.First(pair => leadingTo[pair.Value] > 0).Key, "it refers to itself without going into the value, so no value can be checked against it.");
        }
        else if (chain > MaxChain)
        {
            Report(string.Empty, $"schemas refer to each other in a chain of more than {MaxChain} that does not go into the value.");
        }
    }
}
