using Dagstack.Extensions.Plugins.Binding;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class ShapeTests
{
    private sealed record Limits(int Max, int Min = 2, Color Color = Color.DeepBlue)
    {
        public string? Note { get; init; }
    }

    private sealed class Named
    {
        public required string Name { get; init; }

        public required int Size { get; set; }
    }

    private sealed class Tree
    {
        public string? Name { get; set; }

        public Tree? Child { get; set; }

        public List<Tree> Children { get; set; } = [];
    }

    private sealed class Collections
    {
        public int[] Array { get; set; } = [9];

        public List<int> List { get; set; } = [9];

        public IList<int>? IList { get; set; }

        public IReadOnlyList<Inner>? Objects { get; init; }

        public IEnumerable<string>? Texts { get; set; }

        public ICollection<string> Added { get; } = ["default"];

        public HashSet<Color> Set { get; } = [];

        public IReadOnlySet<int>? ReadOnlySet { get; set; }

        public SortedSet<int>? Sorted { get; set; }

        public int[][]? Nested { get; set; }

        public IDictionary<Color, int>? ByColor { get; set; }

        public IReadOnlyDictionary<int, Inner>? ByNumber { get; set; }

        public Dictionary<string, List<int>> Lists { get; } = new() { ["old"] = [] };

        public Queue<int>? Queue { get; set; }

        public Inner Filled { get; } = new() { Size = 40 };

        public Point Point { get; set; }

        public Point? Maybe { get; set; }
    }

    private struct Point
    {
        public int X { get; set; }

        public int Y { get; set; }
    }

    [Fact]
    public void Bind_Record_UsesConstructorDefaultsAndInit()
    {
        var limits = Value<Limits>(Sources.Bind<Limits>(("max", "5"), ("note", "n"), ("color", "red")));

        Assert.Equal(new Limits(5, 2, Color.Red) { Note = "n" }, limits);
    }

    [Fact]
    public void Bind_ParameterMissing_SaysSoWithTheOthers()
    {
        var result = Sources.Bind<Limits>(("Min", "x"), ("Notes", "n"));

        Assert.Null(result.Value);
        Assert.Equal(["chunker:fixed-chunker:Max", "chunker:fixed-chunker:Min", "chunker:fixed-chunker:Notes"], result.Problems.Select(static problem => problem.Path));
        Assert.Equal("'chunker:fixed-chunker:Max' is missing: no configuration provider has it. It must be a whole number from -2147483648 to 2147483647. Add it.", result.Problems[0].Message);
    }

    [Fact]
    public void Bind_RequiredMembersMissing_NamesEach()
    {
        var result = Sources.Bind<Named>();

        Assert.Equal(["chunker:fixed-chunker:name", "chunker:fixed-chunker:size"], result.Problems.Select(static problem => problem.Path));
        Assert.False(result.IsValid);
    }

    [Fact]
    public void Bind_EmptySection_GivesDefaults()
    {
        var result = Sources.FromJson("""{ "chunker": { "fixed_chunker": {} } }""").Bind<Inner>();

        Assert.Empty(result.Problems);
        Assert.Equal(3, Value<Inner>(result).Size);
    }

    [Fact]
    public void Bind_Collections_AreFilled()
    {
        var value = Value<Collections>(Sources.FromJson("""
            { "chunker": { "fixed_chunker": {
              "array": [1, 2], "list": [3], "ilist": [4], "objects": [ { "size": 5 }, {} ], "texts": ["a", null], "added": ["b"], "set": ["red", "deep_blue", "red"],
              "read_only_set": [1, 1], "sorted": [2, 1], "nested": [[1], [2, 3], []], "by_color": { "deep-blue": 7 }, "by_number": { "-3": { "name": "n" } },
              "lists": { "x": [1] }, "filled": { "name": "f" }, "point": { "x": 1 }, "maybe": { "y": 2 } } } }
            """).Bind<Collections>());

        Assert.Equal([1, 2], value.Array);
        Assert.Equal([3], value.List);
        Assert.Equal([4], value.IList);
        Assert.Equal([5, 3], value.Objects!.Select(static item => item.Size));
        Assert.Equal(["a", null!], value.Texts);
        Assert.Equal(["default", "b"], value.Added);
        Assert.Equal(2, value.Set.Count);
        Assert.Equal([1], value.ReadOnlySet);
        Assert.Equal([1, 2], value.Sorted);
        Assert.Equal([[1], [2, 3], []], value.Nested);
        Assert.Equal(7, value.ByColor![Color.DeepBlue]);
        Assert.Equal("n", value.ByNumber![-3].Name);
        Assert.Equal(["old", "x"], value.Lists.Keys);
        Assert.Equal((40, "f"), (value.Filled.Size, value.Filled.Name));
        Assert.Equal((1, 2), (value.Point.X, value.Maybe!.Value.Y));
    }

    [Fact]
    public void Bind_ListOfTwelve_KeepsTheOrderOfNumbers()
    {
        var value = Value<Collections>(Sources.Bind<Collections>([.. Enumerable.Range(0, 12).Select(static i => ($"array:{i}", (string?)$"{i}"))]));

        Assert.Equal(Enumerable.Range(0, 12), value.Array);
    }

    [Theory]
    [InlineData("list:first", "1", "'chunker:fixed-chunker:list:first'")]
    [InlineData("list:0:x", "1", "a single value")]
    [InlineData("array", "1,2", "'chunker:fixed-chunker:array:0'")]
    [InlineData("by_color:green", "1", "the key of 'chunker:fixed-chunker:by_color:green'")]
    [InlineData("queue:0", "1", "cannot be filled")]
    [InlineData("filled", "5", "a section")]
    public void Bind_WrongShape_IsError(string key, string text, string message)
    {
        var problem = Assert.Single(Sources.Bind<Collections>((key, text)).Problems);

        Assert.False(problem.IsWarning);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_RecursiveType_BindsWhatIsThere()
    {
        var tree = Value<Tree>(Sources.Bind<Tree>(("child:child:name", "deep"), ("children:0:children:0:name", "leaf")));

        Assert.Equal("deep", tree.Child!.Child!.Name);
        Assert.Equal("leaf", tree.Children[0].Children[0].Name);
    }

    [Fact]
    public void Bind_TooDeep_IsError()
    {
        var key = string.Concat(Enumerable.Repeat("child:", 40)) + "name";

        Assert.Contains("levels deep", Assert.Single(Sources.Bind<Tree>((key, "x")).Problems).Message, StringComparison.Ordinal);
    }

    private static T Value<T>(BindResult result)
    {
        Assert.Empty(result.Problems);
        return Assert.IsType<T>(result.Value);
    }
}
