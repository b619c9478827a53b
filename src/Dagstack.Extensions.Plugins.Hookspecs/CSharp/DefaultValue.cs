using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>What a property is when it is left out.</summary>
/// <param name="Initializer">The value in C#; null where C# cannot say it there.</param>
/// <param name="Attribute">The argument of <see cref="System.ComponentModel.DefaultValueAttribute"/>; null where only the schema can say it.</param>
internal sealed record DefaultValue(string? Initializer, string? Attribute)
{
    /// <summary>Finds the default of a property; null if its schema names none.</summary>
    public static DefaultValue? Of(Member member)
    {
        var value = member.Field.Default;
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return new(null, member.Type.AllowsNull ? "null" : null);
        }

        if (Scalar(member.Field.Shape, member.Type, value) is { } scalar)
        {
            return new(scalar, scalar);
        }

        return new(Composed(member, value), null);
    }

    private static string? Scalar(Shape shape, CSharpType type, JsonElement value) => shape switch
    {
        TextShape when type.Text == "string" && value.ValueKind == JsonValueKind.String => CSharpText.Literal(value.GetString()!),
        IntegerShape { IsSmall: true } when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var small) => small.ToString(CultureInfo.InvariantCulture),
        IntegerShape { IsSmall: false } when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) => $"{whole.ToString(CultureInfo.InvariantCulture)}L",
        NumberShape when value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && IsExact(number, value) => $"{CSharpText.Number(number)}d",
        BooleanShape when value.ValueKind is JsonValueKind.True or JsonValueKind.False => value.GetBoolean() ? "true" : "false",
        ChoiceShape choice when value.ValueKind == JsonValueKind.String && choice.Values.Contains(value.GetString()!) => $"{type.Text}.{EnumMembers.Of(choice).First(member => member.Value == value.GetString()).Name}",
        _ => null,
    };

    private static bool IsExact(double number, JsonElement value) => JsonElement.DeepEquals(JsonElement.Parse(CSharpText.Number(number)), value);

    private static string? Composed(Member member, JsonElement value) => member.Field.Shape switch
    {
        ListShape list when value.ValueKind == JsonValueKind.Array => Items(list, member.Type, value),
        MapShape { Value: not AnyShape } when value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any() => $"new Dictionary{member.Type.Text[member.Type.Text.IndexOf('<', StringComparison.Ordinal)..]}()",
        _ => null,
    };

    private static string? Items(ListShape list, CSharpType type, JsonElement value)
    {
        var item = type with { Text = type.Text["IReadOnlyList<".Length..^1] };
        var items = value.EnumerateArray().Select(element => Scalar(list.Item, item, element)).ToList();
        return items.Contains(null) ? null : $"[{string.Join(", ", items)}]";
    }
}
