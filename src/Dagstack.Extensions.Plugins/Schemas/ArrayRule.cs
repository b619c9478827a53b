using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords for arrays.</summary>
internal sealed class ArrayRule : SchemaRule
{
    /// <summary>Gets the schemas of the first items, one each.</summary>
    public IReadOnlyList<SchemaNode> First { get; init; } = [];

    /// <summary>Gets the schema of the items after those.</summary>
    public SchemaNode? Rest { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public bool Unique { get; init; }

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var count = value.GetArrayLength();
        if (count < MinItems)
        {
            run.Mismatch(value, $"at least {MinItems} {(MinItems == 1 ? "item" : "items")}");
        }

        if (count > MaxItems)
        {
            run.Mismatch(value, $"at most {MaxItems} {(MaxItems == 1 ? "item" : "items")}");
        }

        CheckItems(value, run);
        if (Unique && run.Spend(count))
        {
            CheckUnique(value, run);
        }

        return true;
    }

    private void CheckItems(JsonElement value, SchemaRun run)
    {
        if (First.Count == 0 && Rest is null)
        {
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if ((index < First.Count ? First[index] : Rest) is not { } node)
            {
                break;
            }

            run.Push(index++);
            node.Check(item, run);
            run.Pop();
        }
    }

    private static void CheckUnique(JsonElement value, SchemaRun run)
    {
        var seen = new Dictionary<JsonElement, int>(JsonEquality.Instance);
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (!seen.TryAdd(item, index))
            {
                run.Push(index);
                run.Report($"is the same as the item {seen[item]}, expected each item once.", expected: "each item once");
                run.Pop();
            }

            index++;
        }
    }
}
