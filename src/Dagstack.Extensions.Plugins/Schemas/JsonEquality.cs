using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>Equality as JSON Schema has it: numbers by value, objects whatever the order of their properties.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static JsonEquality Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj)
    {
        switch (obj.ValueKind)
        {
            case JsonValueKind.Number:
                return JsonNumber.Of(obj).GetHashCode();
            case JsonValueKind.String:
                return obj.GetString()!.GetHashCode(StringComparison.Ordinal);
            case JsonValueKind.Array:
                var array = default(HashCode);
                foreach (var item in obj.EnumerateArray())
                {
                    array.Add(GetHashCode(item));
                }

                return array.ToHashCode();
            case JsonValueKind.Object:
                var sum = 0;
                foreach (var property in obj.EnumerateObject())
                {
                    sum += HashCode.Combine(property.Name, GetHashCode(property.Value));
                }

                return sum;
            default:
                return (int)obj.ValueKind;
        }
    }
}
