using System.Text.Json;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Hookspecs.Markdown;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Markdown;

public sealed class MarkdownPageTests
{
    [Fact]
    public void Write_KindOfOurs_IsAsItWas() => Snapshot.Match("vector_store.md.txt", MarkdownPage.Write(OwnKind.Read()));

    [Fact]
    public void Write_Twice_GivesTheSame() => Assert.Equal(MarkdownPage.Write(OwnKind.Read()), MarkdownPage.Write(OwnKind.Read()));

    [Fact]
    public void Write_KindOfOurs_EachPayloadHasAnExampleThatFits() => CheckExamples(OwnKind.Read());

    [Theory]
    [InlineData("tool")]
    [InlineData("orchestrator")]
    public void Write_PublicKind_EachPayloadHasAnExampleThatFits(string kind) => CheckExamples(PublicKinds.Read(kind));

    [Fact]
    public void Write_KindOfOurs_EachFieldHasARowOfSixCells()
    {
        var spec = OwnKind.Read();
        var rows = Regex.Matches(MarkdownPage.Write(spec), @"^\| `.*\|$", RegexOptions.Multiline).Select(static row => Regex.Split(row.Value, @"(?<!\\)\|")).ToList();

        Assert.All(rows, static row => Assert.Equal(8, row.Length));
        var paths = rows.Select(static row => row[1].Trim(' ', '`')).ToHashSet();
        Assert.Superset(Schemas.Named(spec).Where(static named => named.Schema.TryGetProperty("$schema", out _)).SelectMany(static named => named.Schema.GetProperty("properties").EnumerateObject()).Select(static property => property.Name).ToHashSet(), paths);
        Assert.Superset(new HashSet<string> { "index.stages[].ratio", "points[].vector", "by_shard.*.lag", "query.like", "where.not", "node.left", "pair[1]", "[].parts.*.score" }, paths);
    }

    [Fact]
    public void Write_Orchestrator_SaysItsConstraints()
    {
        var page = MarkdownPage.Write(PublicKinds.Read("orchestrator"));

        Assert.Contains("(`in_process_only`)", page, StringComparison.Ordinal);
        Assert.Contains("(`singleton_per_runtime`)", page, StringComparison.Ordinal);
        Assert.Contains("It is no tool: it stays in the process of the host.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Tool_NamesItsTool() => Assert.Contains("As a tool: `tool.{plugin}.execute.{function}`.", MarkdownPage.Write(PublicKinds.Read("tool")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "type": "object", "required": ["x"], "properties": { "x": false } }""")]
    [InlineData("""{ "type": "object", "required": ["x"], "properties": { "x": { "$ref": "#" } } }""")]
    [InlineData("""{ "type": "object", "required": ["x", "y", "z", "a", "b", "c"], "properties": { "x": { "$ref": "#" }, "y": { "$ref": "#" }, "z": { "$ref": "#" }, "a": { "$ref": "#" }, "b": { "$ref": "#" }, "c": { "$ref": "#" } } }""")]
    [InlineData("""{ "type": "object", "properties": { "x": { "type": "array", "contains": { "const": 1 } } } }""")]
    public void Write_NoExampleIsFound_HasNone(string schema)
    {
        using var folder = new TempFolder();
        var page = MarkdownPage.Write(TempKind.Write(folder, "empty_hands", ("take", schema)));

        Assert.Contains("| `x` |", page, StringComparison.Ordinal);
        Assert.DoesNotContain("For example", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TypesInCircles_ComesToAnEnd()
    {
        using var folder = new TempFolder();
        var page = MarkdownPage.Write(TempKind.Write(folder, "loops", ("turn", TempKind.Circle)));

        Assert.Contains("| `first.b.many` | list of object | yes |", page, StringComparison.Ordinal);
        Assert.Contains("| `tree` | list of (string or `Tree`) | no |", page, StringComparison.Ordinal);
        Assert.Contains("| `first.all` | object | no |  | as above |", page, StringComparison.Ordinal);
    }

    private static void CheckExamples(Hookspec spec)
    {
        var examples = Regex.Matches(MarkdownPage.Write(spec), "```json\n(.*?)\n```\n", RegexOptions.Singleline).Select(static match => JsonElement.Parse(match.Groups[1].Value)).ToList();
        var payloads = spec.Hooks.SelectMany(static hook => new[] { hook.Input, hook.Output?.File == hook.Input?.File ? null : hook.Output }).OfType<HookspecPayload>().ToList();

        Assert.Equal(payloads.Count, examples.Count);
        Assert.All(payloads.Zip(examples), static pair => Assert.Empty(PayloadSchema.Read(pair.First.Schema).Check(pair.Second)));
    }
}
