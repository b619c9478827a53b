using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

/// <summary><c>[*]</c> in a path is each item of the list, in order.</summary>
public sealed class EachItemTests
{
    private readonly DagstackConfig _config = Configs.Yaml("""
        plugins:
        - {name: one, size: 1, tags: [a, b], api_key: "x1"}
        - {name: two, size: "2", tags: [], api_key: "x2"}
        - {name: ~, size: 3, tags: [c], api_key: "x3"}
        lists: [[1, 2], [], [3]]
        gaps:
        - {name: one, steps: [{id: 1}, {od: 2}]}
        - {nome: two}
        - 5
        none: []
        map: {a: 1}
        "a[*]": 7
        star: {"*": 8}
        """);

    [Theory]
    [InlineData("plugins[*].name", """["one","two",null]""")]
    [InlineData("plugins[*].tags", """[["a","b"],[],["c"]]""")]
    [InlineData("plugins[*].tags[*]", """["a","b","c"]""")]
    [InlineData("plugins[1][*]", null)]
    [InlineData("lists[*]", "[[1,2],[],[3]]")]
    [InlineData("lists[*][*]", "[1,2,3]")]
    [InlineData("gaps[0].steps[*]", """[{"id":1},{"od":2}]""")]
    [InlineData("none[*].name.first", "[]")]
    [InlineData("none[*]", "[]")]
    public void Has_EachItem_IsWhetherNothingIsMissing(string path, string? json)
    {
        Assert.Equal(json is not null, _config.Has(path));
        if (json is not null)
        {
            Assert.Equal(json, _config.ToCanonicalJson(path));
        }
    }

    [Theory]
    [InlineData("gaps[*].name")]
    [InlineData("gaps[*].none")]
    [InlineData("nothing[*]")]
    [InlineData("map[*]")]
    [InlineData("map.a[*]")]
    [InlineData("[*]")]
    public void Has_EachItemWithGapsOrOfNoList_IsFalse(string path) => Assert.False(_config.Has(path));

    [Fact]
    public void GetList_EachItem_IsTheValuesInOrder()
    {
        Assert.Equal(["one", "two", null], _config.GetList("plugins[*].name"));
        Assert.Equal(["a", "b", "c"], _config.GetList("plugins[*].tags[*]"));
        Assert.Equal(_config.GetList("lists"), _config.GetList("lists[*]"));
        Assert.Equal([1L, "2", 3L], Assert.IsType<IReadOnlyList<object?>>(_config.Get("plugins[*].size"), exactMatch: false));
    }

    [Fact]
    public void GetList_KeysThatLookLikeIt_AreKeys()
    {
        Assert.Equal(7, _config.GetInt32("a\\[*\\]"));
        Assert.Equal(8, _config.GetInt32("star.*"));
    }

    [Fact]
    public void GetList_ItemsWithoutTheMember_AreAllNamedWithTheirIndex()
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetList("gaps[*].name"));
        Assert.Equal((ConfigErrorReason.Missing, "gaps[1].name"), (error.Reason, error.Path));
        Assert.Equal(["gaps[1].name Missing", "gaps[2].name Missing"], error.Problems.Select(static problem => $"{problem.KeyPath} {problem.Reason}"));
        Assert.Contains("app.yaml(8,3): gaps[1].name: 'gaps[1]' has no key 'name'. Did you mean 'gaps[1].nome'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("gaps[2].name: 'gaps[2]' is a whole number, and has nothing below it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gaps[*].steps[*].id", "gaps[0].steps[1].id", "'gaps[0].steps[1]' has no key 'id'. Did you mean 'gaps[0].steps[1].od'?")]
    [InlineData("plugins[*].enabled", "plugins[0].enabled", "'plugins[0]' has no key 'enabled'. [*] asks it of every item: add it, or read the items with GetSection and a type that can do without it.")]
    [InlineData("lists[*][1]", "lists[1][1]", "'lists[1]' has 0 items, and the index is 1")]
    [InlineData("nothing[*].name", "nothing[*].name", "the configuration has no key 'nothing'")]
    public void GetList_Missing_NamesThePathWithItsIndices(string path, string full, string message)
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetList(path));
        Assert.Equal((ConfigErrorReason.Missing, full), (error.Reason, error.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("map[*].name", "map", "app.yaml(11,6): map: expected a list, since [*] stands for each of its items, found a mapping")]
    [InlineData("plugins[*].name[*]", "plugins[0].name", "plugins[0].name: expected a list, since [*] stands for each of its items, found a string")]
    [InlineData("[*]", "", "expected a list, since [*] stands for each of its items, found a mapping")]
    public void GetList_EachItemOfNoList_IsAMismatch(string path, string full, string message)
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetList(path));
        Assert.Equal((ConfigErrorReason.TypeMismatch, full), (error.Reason, error.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetList_ManyGaps_AreSaidUpToTwenty()
    {
        var config = Configs.Yaml("l: [" + string.Join(", ", Enumerable.Repeat("{a: 1}", 100)) + "]\n");
        Assert.Equal(20, Assert.Throws<ConfigException>(() => config.GetList("l[*].b")).Problems.Count);
    }

    [Fact]
    public void Getters_OfOneValue_SayToUseGetList()
    {
        Action[] calls =
        [
            () => _config.GetString("plugins[*].name"), () => _config.GetString("plugins[*].name", "x"),
            () => _config.GetInt32("plugins[*].size"), () => _config.GetInt32("plugins[*].size", 1),
            () => _config.GetInt64("plugins[*].size"), () => _config.GetInt64("plugins[*].size", 1),
            () => _config.GetDouble("plugins[*].size"), () => _config.GetDouble("plugins[*].size", 1),
            () => _config.GetBoolean("plugins[*].size"), () => _config.GetBoolean("none[*]", true),
        ];
        Assert.All(calls, static call =>
        {
            var error = Assert.Throws<ArgumentException>("path", call);
            Assert.Contains("Use GetList", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void GetSection_OfAListType_TakesEachItem()
    {
        Assert.Equal([1, 2, 3], _config.GetSection<int[]>("plugins[*].size"));
        Assert.Equal(["a", "b", "c"], _config.GetSection<HashSet<string>>("plugins[*].tags[*]").Order());
        Assert.Equal([1, 3], _config.GetSection<IReadOnlyList<Plugin>>("plugins[*]").Where(static plugin => plugin.Tags.Count > 0).Select(static plugin => plugin.Size));
        Assert.Equal([1L, 2L, 3L], Assert.IsType<IReadOnlyList<object?>>(_config.GetSection<object>("lists[*][*]"), exactMatch: false));
    }

    [Fact]
    public void GetSection_ItemsThatDoNotFit_AreNamedWithTheirIndices()
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetSection<List<int>>("plugins[*].tags[*]"));
        Assert.Equal(["plugins[0].tags[0]", "plugins[0].tags[1]", "plugins[2].tags[0]"], error.Problems.Select(static problem => problem.KeyPath));
        Assert.Equal("plugins[1].enabled", Assert.Throws<ConfigException>(() => _config.GetSection<List<bool>>("plugins[*].enabled")).Problems[1].KeyPath);
    }

    [Fact]
    public void GetSection_OfNoListType_SaysToAskForAList()
    {
        Action[] calls =
        [
            () => _config.GetSection<Plugin>("plugins[*]"), () => _config.GetSection<int>("plugins[*].size"), () => _config.GetSection<string>("none[*]"),
            () => _config.GetSection<Dictionary<string, Plugin>>("plugins[*]"),
        ];
        Assert.All(calls, static call => Assert.Contains("List<", Assert.Throws<ArgumentException>("path", call).Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("plugins[0].api_key")]
    public void GetSection_ValueThatLooksSecret_IsMaskedInMessages(string path)
    {
        var config = Configs.Yaml("api_key: hunter2\nplugins: [{api_key: hunter2}]\n");
        var error = Assert.Throws<ConfigException>(() => config.GetSection<int>(path));
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        Assert.Contains("[MASKED]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetSection_EachValueThatLooksSecret_IsMaskedInMessages()
    {
        var error = Assert.Throws<ConfigException>(() => _config.GetSection<int[]>("plugins[*].api_key"));
        Assert.Equal(["plugins[0].api_key", "plugins[1].api_key", "plugins[2].api_key"], error.Problems.Select(static problem => problem.KeyPath));
        Assert.All(error.Problems, static problem => Assert.Contains("a string ([MASKED])", problem.Message, StringComparison.Ordinal));
        Assert.Contains("[MASKED]", Assert.Throws<ConfigException>(() => _config.GetSection<int>("plugins[1].api_key")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetList_SecretsOfEachItem_AreResolvedAndErrorsNameTheItem()
    {
        var config = Configs.Yaml("plugins: [{token: \"${secret:env:ONE}\"}, {token: \"${secret:env:TWO:-none}\"}]\n", ("ONE", "1"));
        Assert.Equal(["1", "none"], config.GetList("plugins[*].token"));
        Assert.Equal(["1", "none"], config.GetSection<List<string>>("plugins[*].token"));
        Assert.Equal("{\"plugins\":[{\"token\":\"[MASKED]\"},{\"token\":\"[MASKED]\"}]}", config.Snapshot());
        config = Configs.Yaml("plugins: [{token: \"${secret:env:ONE}\"}, {token: \"${secret:env:TWO}\"}]\n", ("ONE", "1"));
        Assert.True(config.Has("plugins[*].token"));
        Assert.Equal("plugins[1].token", Assert.Throws<ConfigException>(() => config.GetList("plugins[*].token")).Path);
    }

    private sealed record Plugin(int Size, IReadOnlyList<string> Tags);
}
