using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Layers;

public sealed class LayerTests
{
    [Fact]
    public void Load_BaseLocalEnvironmentAndMore_LieOverEachOther()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "a: {x: 1, y: 1, z: 1, w: 1}\nlist: [1, 2, 3]\n");
        folder.Write("app-config.local.yaml", "a: {x: 2, y: 2, z: 2}\nlist: [4]\n");
        folder.Write("app-config.production.yaml", "a: {x: 3, y: 3}\n");
        folder.Write("more.toml", "a.x = 4\n");
        var config = Load(folder, o => o.AddLayer("more.toml").AddLayer("absent.json", optional: true), "production");
        Assert.Equal("{\"a\":{\"w\":1,\"x\":4,\"y\":3,\"z\":2},\"list\":[4]}", config.ToCanonicalJson());
        Assert.Equal(["yaml:app-config.yaml", "yaml:app-config.local.yaml", "yaml:app-config.production.yaml", "toml:more.toml"], config.SourceIds);
    }

    [Theory]
    [InlineData("{a: {b: 1}}", "{a: 2}", "{\"a\":2}")]
    [InlineData("{a: 2}", "{a: {b: 1}}", "{\"a\":{\"b\":1}}")]
    [InlineData("{a: {b: 1}}", "{a: ~}", "{\"a\":null}")]
    [InlineData("{a: {b: 1}}", "{a: {}}", "{\"a\":{\"b\":1}}")]
    [InlineData("{a: [{b: 1}, 2]}", "{a: [{c: 1}]}", "{\"a\":[{\"c\":1}]}")]
    [InlineData("{a: [1]}", "{a: []}", "{\"a\":[]}")]
    [InlineData("{a: 1}", "{A: 2}", "{\"A\":2,\"a\":1}")]
    [InlineData("{a: 1}", "", "{\"a\":1}")]
    [InlineData("", "{a: 1}", "{\"a\":1}")]
    public void Merge_Layers_MergesMappingsAndReplacesTheRest(string lower, string upper, string json)
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", lower);
        folder.Write("app-config.local.yaml", upper);
        Assert.Equal(json, Load(folder).ToCanonicalJson());
    }

    [Fact]
    public void Load_Environment_ComesFromTheVariableUnlessGiven()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "a: 1\n");
        folder.Write("app-config.test.yaml", "a: 2\n");
        Assert.Equal(2, Load(folder, null, "test").GetInt32("a"));
        Assert.Equal(1, Load(folder, static o => o.EnvironmentName = "other", "test").GetInt32("a"));
        Assert.Equal(1, Load(folder, static o => o.EnvironmentName = "", "test").GetInt32("a"));
        Assert.Equal(["yaml:app-config.yaml"], Load(folder, null, "local").SourceIds);
        var error = Assert.Throws<ConfigException>(() => Load(folder, null, "../x"));
        Assert.Contains("the environment is '../x', and it is a part of the file name app-config.<env>.yaml. Set DAGSTACK_ENV", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingBase_SaysWhereItWasLookedFor()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<ConfigException>(() => Load(folder));
        Assert.Equal((ConfigErrorReason.SourceUnavailable, "source_unavailable", string.Empty, "yaml:app-config.yaml", "ConfigError"), (error.Reason, error.ReasonCode, error.Path, error.SourceId, error.Code));
        Assert.Equal($"app-config.yaml: there is no such file ({folder.Combine("app-config.yaml")}). Create it, correct the path, or make it optional.", error.Message);
        Assert.Equal("{}", Load(folder, static o => o.Optional = true).ToCanonicalJson());
    }

    [Fact]
    public void Load_FolderOrLargeFile_IsRefused()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine("app-config.yaml"));
        Assert.Contains("is a folder, and a file is expected", Assert.Throws<ConfigException>(() => Load(folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder.Combine("app-config.yaml"));
        folder.Write("app-config.yaml", "a: " + new string('x', 100));
        Assert.Contains("the file has more than 100 bytes", Assert.Throws<ConfigException>(() => Load(folder, static o => o.MaxFileSize = 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ErrorsInSeveralFiles_AreSaidAtOnce()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "a: [\n");
        folder.Write("app-config.local.yaml", "b: 1\nb: 2\n");
        var error = Assert.Throws<ConfigException>(() => Load(folder));
        Assert.Equal(["app-config.yaml", "app-config.local.yaml"], error.Problems.Select(static problem => problem.File));
    }

    [Fact]
    public void Load_UnknownExtension_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => DagstackConfig.Load("app.ini"));
        Assert.StartsWith("'app.ini' has the extension '.ini', and .yaml, .yml, .json and .toml are read.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TheSameTreeInThreeFormats_IsTheSame()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", "server: {port: 8080, ratio: 0.5, whole: 30.0, big: 9007199254740991, name: \"é \\\"x\\\"\\n\", on: true, date: 2026-01-02}\nplugins: [audit, {name: x, tags: [1, 2]}, []]\nempty: {}\n");
        folder.Write("b.json", """{"server":{"port":8080,"ratio":0.5,"whole":30.0,"big":9007199254740991,"name":"\u00e9 \"x\"\n","on":true,"date":"2026-01-02"},"plugins":["audit",{"name":"x","tags":[1,2]},[]],"empty":{}}""");
        folder.Write("c.toml", "plugins = ['audit', {name = 'x', tags = [1, 2]}, []]\n[empty]\n[server]\nport = 8080\nratio = 0.5\nwhole = 30.0\nbig = 9007199254740991\nname = \"é \\\"x\\\"\\n\"\non = true\ndate = 2026-01-02\n");
        var configs = new[] { "a.yaml", "b.json", "c.toml" }.Select(file => DagstackConfig.Load(file, o => o.BasePath = folder.Path)).ToList();
        Assert.Single(configs.Select(static config => config.ToCanonicalJson()).Distinct());
        Assert.Single(configs.Select(static config => string.Join(',', ((IReadOnlyDictionary<string, object?>)config.Get("server")!).Select(static pair => $"{pair.Key}:{pair.Value?.GetType().Name}"))).Distinct());
    }

    private static DagstackConfig Load(TempFolder folder, Action<DagstackConfigOptions>? configure = null, string? environment = null) => DagstackConfig.Load("app-config.yaml", options =>
    {
        options.BasePath = folder.Path;
        options.Variables = name => name == "DAGSTACK_ENV" ? environment : null;
        configure?.Invoke(options);
    });
}
