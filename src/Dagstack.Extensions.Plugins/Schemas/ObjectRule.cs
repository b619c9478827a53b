using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords for objects. A property that is there twice is checked twice: nobody knows which of them a reader takes.</summary>
internal sealed class ObjectRule(IReadOnlyDictionary<string, SchemaNode> properties) : SchemaRule
{
    private readonly string[] _names = [.. properties.Keys];

    /// <summary>Gets the schemas of properties that are named.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties => properties;

    public IReadOnlyList<(SchemaPattern Pattern, SchemaNode Node)> Patterns { get; init; } = [];

    /// <summary>Gets the schema of properties that are neither named nor fit a pattern.</summary>
    public SchemaNode? Others { get; init; }

    /// <summary>Gets the schema of names.</summary>
    public SchemaNode? Names { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        CheckRequired(value, run);
        foreach (var property in value.EnumerateObject())
        {
            run.Push(property.Name);
            CheckProperty(property.Name, property.Value, run);
            run.Pop();
        }

        CheckCount(value, run);
        return true;
    }

    private void CheckRequired(JsonElement value, SchemaRun run)
    {
        string[]? others = null;
        foreach (var name in Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                var nearest = run.Nearest(name, others ??= UnknownNames(value));
                var expected = properties.GetValueOrDefault(name)?.Expected;
                run.Push(name);
                run.Report($"is missing{(expected is null ? string.Empty : $", expected {expected}")}.{(nearest is null ? string.Empty : $" '{Excerpt.Of(nearest)}' is there; was that meant?")}", expected: expected, nearest: nearest);
                run.Pop();
            }
        }
    }

    /// <summary>Gets names of which one may have been meant for another. Where they are refused, that is said of each of them.</summary>
    private string[] UnknownNames(JsonElement value) => Others is { IsNever: true } ? []
        : [.. value.EnumerateObject().Select(static property => property.Name).Where(name => !properties.ContainsKey(name)).Take(100)];

    private void CheckProperty(string name, JsonElement value, SchemaRun run)
    {
        Names?.Check(JsonSerializer.SerializeToElement(name), run);
        var isNamed = properties.TryGetValue(name, out var node);
        node?.Check(value, run);
        foreach (var (pattern, ofPattern) in Patterns)
        {
            if (pattern.Fits(name, run))
            {
                isNamed = true;
                ofPattern.Check(value, run);
            }
        }

        if (isNamed || Others is not { } others)
        {
            return;
        }

        if (!others.IsNever)
        {
            others.Check(value, run);
            return;
        }

        var nearest = run.Nearest(name, _names);
        var expected = _names.Length == 0 ? "no properties" : JsonText.List(_names, "or");
        run.Report($"there is no such property.{SchemaRun.DidYouMean(nearest)} Expected: {expected}.", expected: expected, nearest: nearest);
    }

    private void CheckCount(JsonElement value, SchemaRun run)
    {
        var count = MinProperties is null && MaxProperties is null ? 0 : value.GetPropertyCount();
        if (count < MinProperties)
        {
            run.Mismatch(value, $"at least {MinProperties} {(MinProperties == 1 ? "property" : "properties")}");
        }

        if (count > MaxProperties)
        {
            run.Mismatch(value, $"at most {MaxProperties} {(MaxProperties == 1 ? "property" : "properties")}");
        }
    }
}
