using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class ConfigurationViewTests
{
    private sealed class Options
    {
        public int MaxSize { get; set; }

        public int[] Steps { get; set; } = [];

        public Inner? Inner { get; set; }
    }

    private static readonly (string, string?)[] s_values = [("max_size", "x"), ("steps:1", "2"), ("steps:0", "1"), ("inner:size", "4")];

    [Fact]
    public void Read_ChainedConfiguration_ReadsItsProviders()
    {
        var result = new ConfigurationBuilder().AddConfiguration(Sources.With("memory", s_values)).Build().Bind<Options>();

        Assert.Equal("MemoryConfigurationProvider", Check(result).Provider);
    }

    [Fact]
    public void Read_ChainedConfiguration_KeepsItsPlaceInTheOrder()
    {
        var chained = new ConfigurationBuilder()
            .AddInMemoryCollection([new("chunker:fixed-chunker:max_size", "1")])
            .AddConfiguration(Sources.With("memory", ("MaxSize", "2")))
            .Build();

        Assert.Equal(2, ((Options)chained.Bind<Options>().Value!).MaxSize);
    }

    [Fact]
    public void Read_ConfigurationWithoutProviders_ReadsTheMergedView()
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection(s_values.Select(static value => KeyValuePair.Create($"app:chunker:fixed_chunker:{value.Item1}", value.Item2))).Build();

        var problem = Check(source.GetSection("app").Bind<Options>());

        Assert.Equal("app:chunker:fixed_chunker:max_size", problem.Path);
        Assert.Equal("merged configuration", problem.Provider);
    }

    [Fact]
    public void Read_ProviderOfAnotherKind_IsWalked()
    {
        var inner = new ConfigurationRoot([new ForeignProvider(Sources.With("memory", s_values).Providers.Single())]);

        Assert.Equal("a foreign provider", Check(inner.Bind<Options>()).Provider);
    }

    [Fact]
    public void Read_ProviderWithItsOwnKeys_IsWalked()
    {
        var root = new ConfigurationRoot([new OwnKeysProvider()]);

        Assert.Equal(8, ((Options)root.Bind<Options>().Value!).MaxSize);
    }

    [Fact]
    public void Read_ConfigurationManager_SeesWhatIsSetLater()
    {
        using var manager = new ConfigurationManager();
        manager.AddInMemoryCollection([new("chunker:fixed-chunker:max_size", "1")]);
        manager["chunker:fixed-chunker:max_size"] = "2";

        Assert.Equal(2, ((Options)manager.Bind<Options>().Value!).MaxSize);
    }

    [Fact]
    public void Read_WithIndex_SeesWhatIsSetAndReloaded()
    {
        var index = new ConfigurationIndex();
        using var manager = new ConfigurationManager();
        manager.AddInMemoryCollection([new("chunker:FixedChunker:steps:0", "1"), new("chunker:fixed:steps:0", "7"), new("chunker", "x")]);
        Assert.Equal([1], Indexed(manager, index).Steps);

        manager["Chunker:fixedChunker:steps:1"] = "2";
        Assert.Equal([1, 2], Indexed(manager, index).Steps);

        manager["chunker:FixedChunker:steps:0"] = "5";
        Assert.Equal([5, 2], Indexed(manager, index).Steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_FileChanged_SeesTheNewKeys(bool indexed)
    {
        var index = indexed ? new ConfigurationIndex() : null;
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "appsettings.json");
        File.WriteAllText(path, """{ "chunker": { "fixed_chunker": { "max_size": 1 } } }""");
        var root = new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
        Assert.Equal(1, Indexed(root, index).MaxSize);

        File.WriteAllText(path, """{ "chunker": { "fixed_chunker": { "MaxSize": 2 } } }""");
        root.Reload();

        Assert.Equal(2, Indexed(root, index).MaxSize);
        Assert.StartsWith("JsonConfigurationProvider for 'appsettings.json' (Required)", ConfigurationView.Read(root, index, "chunker", "fixed-chunker").Section.Provider, StringComparison.Ordinal);
    }

    private static Options Indexed(IConfiguration configuration, ConfigurationIndex? index) =>
        (Options)OptionsBinder.Bind(typeof(Options), ConfigurationView.Read(configuration, index, "chunker", "fixed-chunker")).Value!;

    private static BindProblem Check(BindResult result)
    {
        var options = (Options)result.Value!;
        Assert.Equal([1, 2], options.Steps);
        Assert.Equal(4, options.Inner!.Size);
        return Assert.Single(result.Problems);
    }

    private sealed class OwnKeysProvider : ConfigurationProvider
    {
        public override bool TryGet(string key, out string? value)
        {
            value = key == "chunker:fixed_chunker:max_size" ? "8" : null;
            return value is not null;
        }

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => parentPath switch
        {
            null => ["chunker"],
            "chunker" => ["fixed_chunker"],
            "chunker:fixed_chunker" => ["max_size"],
            _ => [],
        };
    }

    private sealed class ForeignProvider(IConfigurationProvider inner) : IConfigurationProvider
    {
        public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => inner.GetChildKeys(earlierKeys, parentPath);

        public IChangeToken GetReloadToken() => inner.GetReloadToken();

        public void Load() => inner.Load();

        public void Set(string key, string? value) => inner.Set(key, value);

        public bool TryGet(string key, out string? value) => inner.TryGet(key, out value);

        public override string ToString() => "a foreign provider";
    }
}
