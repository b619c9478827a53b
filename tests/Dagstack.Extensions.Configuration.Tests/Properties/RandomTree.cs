using System.Globalization;
using System.Text;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Tests.Properties;

/// <summary>Random trees and texts, the same for the same seed.</summary>
internal sealed class RandomTree(int seed)
{
    private static readonly string[] s_keys = ["a", "b", "c", "key", "Key", "é", "😀", "\uffee", "a.b", "x[0]", "<<", "8080", "yes", ""];
    private static readonly string[] s_texts = ["", "x", "true", "12", "~", "é\n\"\\\t", "😀\uffee", "\u0001\u001f\u007f", "a: b", "# c", "'", "null", " lead", "$$"];

    private readonly Random _random = new(seed);
    private readonly ConfigFile _file = new("random", ConfigFormat.Json);

    public Random Random => _random;

    /// <summary>Gets a value indicating whether TOML has to have a word for everything: it has none for null.</summary>
    public bool IsToml { get; init; }

    public ConfigMap Map(int depth)
    {
        var map = new ConfigMap(_file, 1, 1);
        for (var i = _random.Next(5); i > 0; i--)
        {
            map.TryAdd(Pick(s_keys), Node(depth - 1));
        }

        return map;
    }

    /// <summary>A mapping whose keys have one kind of value each, whatever mapping they are in: no mapping meets a scalar.</summary>
    public ConfigMap LayerMap(int depth)
    {
        var map = new ConfigMap(_file, 1, 1);
        for (var i = _random.Next(5); i > 0; i--)
        {
            if (depth > 0 && _random.Next(2) == 0)
            {
                map.TryAdd("map" + _random.Next(3).ToString(CultureInfo.InvariantCulture), LayerMap(depth - 1));
            }
            else
            {
                map.TryAdd("leaf" + _random.Next(3).ToString(CultureInfo.InvariantCulture), _random.Next(3) == 0 ? List(1) : Scalar());
            }
        }

        return map;
    }

    public string Pick(params string[] texts) => texts[_random.Next(texts.Length)];

    public double Double() => _random.Next(6) switch
    {
        0 => _random.NextDouble(),
        1 => _random.Next(-1000, 1000) / 8.0,
        2 => Math.Pow(10, _random.Next(-300, 300)) * _random.NextDouble(),
        3 => _random.NextInt64() * 1.0,
        4 => _random.Next(100),
        _ => Finite(BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue))),
    };

    public static string Quote(string text)
    {
        var json = new StringBuilder();
        JsonText.Append(json, text);
        return json.ToString();
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0.1;

    private ConfigNode Node(int depth) => depth <= 0 ? Scalar() : _random.Next(3) switch
    {
        0 => Map(depth),
        1 => List(depth),
        _ => Scalar(),
    };

    private ConfigList List(int depth)
    {
        var list = new ConfigList(_file, 1, 1);
        for (var i = _random.Next(4); i > 0; i--)
        {
            list.Add(Node(depth - 1));
        }

        return list;
    }

    private ConfigScalar Scalar() => _random.Next(IsToml ? 1 : 0, 5) switch
    {
        0 => ConfigScalar.Null(_file, 1, 1),
        1 => ConfigScalar.OfBoolean(_file, 1, 1, _random.Next(2) == 0),
        2 => ConfigScalar.OfInteger(_file, 1, 1, _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64), null),
        3 => ConfigScalar.OfFloat(_file, 1, 1, Double(), null),
        _ => ConfigScalar.OfString(_file, 1, 1, Pick(s_texts) + Pick(s_texts)),
    };
}
