using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The keywords <c>enum</c> and <c>const</c>.</summary>
internal sealed class EnumRule : SchemaRule
{
    private readonly HashSet<JsonElement> _scalars;
    private readonly JsonElement[] _containers;
    private readonly string[] _texts;

    public EnumRule(IReadOnlyList<JsonElement> values)
    {
        _containers = [.. values.Where(IsContainer)];
        _scalars = new(values.Where(static value => !IsContainer(value)), JsonEquality.Instance);
        _texts = [.. values.Where(static value => value.ValueKind == JsonValueKind.String).Select(static value => value.GetString()!)];
        var shown = JsonText.List([.. values.Select(JsonText.Describe)], "or");
        Expected = values.Count switch { 0 => "nothing", 1 => shown, _ => $"one of {shown}" };
    }

    public override string Expected { get; }

    public override bool Check(JsonElement value, SchemaRun run)
    {
        if (IsContainer(value) ? run.Spend(_containers.Length) && Array.Exists(_containers, one => JsonElement.DeepEquals(one, value)) : _scalars.Contains(value))
        {
            return true;
        }

        run.NoteStrange(isFixed: true);
        run.Mismatch(value, Expected, value.ValueKind == JsonValueKind.String ? run.Nearest(value.GetString()!, _texts) : null);
        return true;
    }

    private static bool IsContainer(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
}
