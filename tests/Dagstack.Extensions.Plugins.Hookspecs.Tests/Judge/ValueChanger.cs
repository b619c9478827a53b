using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>Changes one thing in a value, so that it probably fits its schema no longer: a type, a name, a length, a number at or beyond a limit that the schema names.</summary>
internal sealed class ValueChanger
{
    private static readonly string[] s_names = ["more", "constructor", "toString", "x-a", "k1", "zz-id", "name", "budget", "", "a name that is longer than twelve characters", "größe"];

    private readonly Random _random;
    private readonly ValueMaker _maker;
    private readonly List<decimal> _numbers = [0, 1, 2];
    private readonly List<string> _texts = [""];

    public ValueChanger(JsonElement schema, ValueMaker maker, Random random)
    {
        (_random, _maker) = (random, maker);
        Collect(schema);
    }

    public JsonNode? Change(JsonNode? value)
    {
        var box = new JsonArray(value?.DeepClone());
        var places = Places(box).ToList();
        var (holder, key) = places[_random.Next(places.Count)];
        ChangeAt(holder, key);
        var changed = box[0];
        box.Clear();
        return changed;
    }

    private static IEnumerable<(JsonNode Holder, object Key)> Places(JsonNode holder)
    {
        var places = holder is JsonArray array ? Enumerable.Range(0, array.Count).Select(index => (holder, (object)index)) : holder is JsonObject table ? table.Select(pair => (holder, (object)pair.Key)) : [];
        return places.SelectMany(place => (Get(place.holder, place.Item2) is { } inner ? Places(inner) : []).Prepend(place));
    }

    private static JsonNode? Get(JsonNode holder, object key) => key is int index ? holder[index] : holder[(string)key];

    private static void Set(JsonNode holder, object key, JsonNode? value)
    {
        if (key is int index)
        {
            holder[index] = value;
        }
        else
        {
            holder[(string)key] = value;
        }
    }

    private void ChangeAt(JsonNode holder, object key)
    {
        var old = Get(holder, key);
        if (_random.Next(4) == 0)
        {
            Set(holder, key, _random.Next(3) switch { 0 => _maker.Any(1), 1 => null, _ => JsonValue.Create(_texts[_random.Next(_texts.Count)]) });
            return;
        }

        switch (old)
        {
            case JsonObject table:
                ChangeObject(table);
                break;
            case JsonArray array:
                ChangeArray(array);
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                Set(holder, key, ChangeText(text.GetValue<string>()));
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                Set(holder, key, ChangeNumber());
                break;
            default:
                Set(holder, key, _maker.Any(1));
                break;
        }
    }

    private void ChangeObject(JsonObject table)
    {
        var names = table.Select(static pair => pair.Key).ToList();
        switch (_random.Next(4))
        {
            case 0 when names.Count > 0:
                table.Remove(names[_random.Next(names.Count)]);
                break;
            case 1 when names.Count > 0:
                var name = names[_random.Next(names.Count)];
                var value = table[name];
                table.Remove(name);
                table[name + (_random.Next(2) == 0 ? "x" : "longerthanmost")] = value;
                break;
            case 2:
                var first = names.Count > 0 ? names[_random.Next(names.Count)] : "more";
                "abcde".ToList().ForEach(letter => table[first + letter] = table[first]?.DeepClone() ?? _maker.Any(2));
                break;
            default:
                table[_random.Next(2) == 0 ? s_names[_random.Next(s_names.Length)] : _texts[_random.Next(_texts.Count)]] = _maker.Any(1);
                break;
        }
    }

    private void ChangeArray(JsonArray array)
    {
        switch (_random.Next(4))
        {
            case 0 when array.Count > 0:
                array.RemoveAt(_random.Next(array.Count));
                break;
            case 1 when array.Count > 0:
                array.Add(array[_random.Next(array.Count)]?.DeepClone());
                break;
            case 2 when array.Count > 0:
                while (array.Count < 9)
                {
                    array.Add(array[0]?.DeepClone());
                }

                break;
            case 3 when array.Count > 0:
                array.Clear();
                break;
            default:
                array.Add(_maker.Any(1));
                break;
        }
    }

    private string ChangeText(string text) => _random.Next(7) switch
    {
        0 => string.Empty,
        1 => text + "\n",
        2 => _maker.Text(_random.Next(1, 5)),
        5 => string.Concat(Enumerable.Repeat(text, 20)),
        3 => _maker.Text((int)Math.Clamp(_numbers[_random.Next(_numbers.Count)] + _random.Next(-1, 2), 0, 100)),
        4 => string.Concat(Enumerable.Repeat("😀", (int)Math.Clamp(_numbers[_random.Next(_numbers.Count)] + _random.Next(-1, 2), 0, 100))),
        _ => "/" + text.ToUpperInvariant(),
    };

    private JsonNode ChangeNumber()
    {
        var number = _numbers[_random.Next(_numbers.Count)];
        number += _random.Next(9) switch { 0 => 0, 1 => 1, 2 => -1, 6 => 2, 7 => -10, 3 => 0.5m, 4 => -0.00001m, 5 => 0.25m, _ => -1000000 };
        return ValueMaker.Number(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Collects the numbers and texts of the schema: what is right at a limit, and a step beyond it.</summary>
    private void Collect(JsonElement schema)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                schema.EnumerateObject().ToList().ForEach(property => Collect(property.Value));
                break;
            case JsonValueKind.Array:
                schema.EnumerateArray().ToList().ForEach(Collect);
                break;
            case JsonValueKind.Number when schema.TryGetDecimal(out var number):
                _numbers.Add(number);
                break;
            case JsonValueKind.String:
                _texts.Add(schema.GetString()!);
                break;
        }
    }
}
