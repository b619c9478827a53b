using System.Globalization;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Properties;

/// <summary>What holds for all inputs, tried with random ones of fixed seeds.</summary>
public sealed class PropertyTests
{
    private static int Count => Limits.IsLong ? 20_000 : 2_000;

    [Fact]
    public void Merge_WhereNoMappingMeetsAScalar_IsAssociative()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTree(seed);
            var (a, b, c) = (random.LayerMap(3), random.LayerMap(3), random.LayerMap(3));
            var left = Trees.Json(LayerMerge.Merge(LayerMerge.Merge(a, b), c));
            Assert.Equal(left, Trees.Json(LayerMerge.Merge(a, LayerMerge.Merge(b, c))));
        }
    }

    [Fact]
    public void Merge_WithItselfAndWithNothing_ChangesNothing()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTree(seed);
            var (tree, nothing) = (random.Map(4), new ConfigMap(new("none", ConfigFormat.Json), 1, 1));
            var json = Trees.Json(tree);
            Assert.Equal([json, json, json], new[] { (tree, tree), (tree, nothing), (nothing, tree) }.Select(static pair => Trees.Json(LayerMerge.Merge(pair.Item1, pair.Item2))));
        }
    }

    [Fact]
    public void Canonical_ReadAgain_IsTheSameInJsonAndInYaml()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var json = Trees.Json(new RandomTree(seed).Map(5));
            Assert.Equal(json, Trees.Json(json, ConfigFormat.Json));

            // JSON is YAML too, but for U+007F, which YAML wants escaped.
            Assert.Equal(json, Trees.Json(json.Replace("\u007f", "\\u007f", StringComparison.Ordinal), ConfigFormat.Yaml));
        }
    }

    [Fact]
    public void Tree_WrittenAsToml_IsTheSameTree()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var tree = new RandomTree(seed) { IsToml = true }.Map(4);
            Assert.Equal(Trees.Json(tree), Trees.Json(TomlText.Of(tree, withHeaders: seed % 2 == 0), ConfigFormat.Toml));
        }
    }

    [Fact]
    public void Canonical_IsReadByAnotherReaderAsTheSameValues()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var tree = new RandomTree(seed).Map(4);
            using var document = JsonDocument.Parse(Trees.Json(tree));
            AssertSame(tree, document.RootElement);
        }
    }

    [Fact]
    public void Numbers_Written_ReadBackTheSame()
    {
        var random = new RandomTree(1);
        for (var i = 0; i < Count * 10; i++)
        {
            var value = random.Double();
            var text = JsonNumber.Text(value);
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.True(text.Length <= 25, text);
        }
    }

    [Fact]
    public void Expand_AnyText_NeitherLosesNorDoublesAnything()
    {
        for (var seed = 0; seed < Count * 5; seed++)
        {
            var random = new RandomTree(seed);
            var (text, expected) = (new StringBuilder(), new StringBuilder());
            var literal = 0;
            for (var i = random.Random.Next(8); i > 0; i--)
            {
                // Each literal is one of its kind, so that one that is lost or doubled shows.
                var (written, read) = random.Random.Next(6) switch
                {
                    0 => ("$$", "$"),
                    1 => ("${V}", "<value>"),
                    2 => ("${V:-default}", "<value>"),
                    3 => ("${NONE:-{d$f}}", "{d$f}"),
                    4 => ("${EMPTY:-" + literal + "}", literal.ToString(CultureInfo.InvariantCulture)),
                    _ => ($"[{++literal}]é😀", $"[{literal}]é😀"),
                };
                text.Append(written);
                expected.Append(read);
            }

            var result = new Interpolator(static name => name switch { "V" => "<value>", "EMPTY" => string.Empty, _ => null }).Expand(text.ToString());
            Assert.Equal((expected.ToString(), null), (result.Text, result.Error));
        }
    }

    [Fact]
    public void Expand_EscapedText_IsTheTextItself()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTree(seed);
            var text = string.Concat(Enumerable.Range(0, random.Random.Next(12)).Select(_ => random.Pick("$", "{", "}", "A", ":-", "secret:", "é", " ")));
            Assert.Equal(text, new Interpolator(static _ => null).Expand(text.Replace("$", "$$", StringComparison.Ordinal)).Text);
        }
    }

    private static void AssertSame(ConfigNode node, JsonElement element)
    {
        switch (node)
        {
            case ConfigMap map:
                Assert.Equal(map.Members.Count, element.EnumerateObject().Count());
                Assert.All(map.Members, member => AssertSame(member.Value, element.GetProperty(member.Key)));
                break;
            case ConfigList list:
                Assert.All(list.Items.Zip(element.EnumerateArray()), static pair => AssertSame(pair.First, pair.Second));
                Assert.Equal(list.Items.Count, element.GetArrayLength());
                break;
            case ConfigScalar { Kind: ScalarKind.Integer } whole:
                Assert.Equal(whole.Int64, element.GetInt64());
                break;
            case ConfigScalar { Kind: ScalarKind.Float } number:
                Assert.Equal(number.Float, element.GetDouble());
                break;
            case ConfigScalar { Kind: ScalarKind.Boolean } boolean:
                Assert.Equal(boolean.Boolean, element.GetBoolean());
                break;
            default:
                Assert.Equal(((ConfigScalar)node).Text, element.GetString());
                break;
        }
    }
}
