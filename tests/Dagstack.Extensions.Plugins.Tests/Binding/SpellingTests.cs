using Dagstack.Extensions.Plugins.Binding;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class SpellingTests
{
    private sealed class Options
    {
        public int MaxSize { get; set; } = 1;

        public Inner InnerPart { get; set; } = new();

        public Dictionary<string, int> Weights { get; } = [];
    }

    private sealed class Twins
    {
        public int MaxSize { get; set; }

        public int Max_Size { get; set; }
    }

    private sealed class Renamed
    {
        [ConfigurationKeyName("upper-limit")]
        public int MaxSize { get; set; }
    }

    [Theory]
    [InlineData("chunker:fixed-chunker:MaxSize")]
    [InlineData("chunker:fixed_chunker:max_size")]
    [InlineData("Chunker:FixedChunker:maxSize")]
    [InlineData("CHUNKER:FIXED_CHUNKER:MAX_SIZE")]
    [InlineData("chunker:fixedchunker:max-size")]
    [InlineData("chunker:fixedchunker:maxsize")]
    public void Bind_AnySpelling_Binds(string key)
    {
        var result = Memory((key, "5")).Bind<Options>();

        Assert.Empty(result.Problems);
        Assert.Equal(5, Assert.IsType<Options>(result.Value).MaxSize);
    }

    [Theory]
    [InlineData("max_size", "MaxSize")]
    [InlineData("MaxSize", "max_size")]
    [InlineData("max-size", "max_size")]
    public void Bind_TwoSpellingsInTwoProviders_LaterWins(string first, string second)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new($"chunker:fixed-chunker:{first}", "2")])
            .AddInMemoryCollection([new($"chunker:fixed_chunker:{second}", "3")])
            .Build();

        var result = configuration.Bind<Options>();

        Assert.Empty(result.Problems);
        Assert.Equal(3, ((Options)result.Value!).MaxSize);
    }

    [Fact]
    public void Bind_SectionInTwoSpellings_IsJoined()
    {
        var result = Sources.FromJson(
            """{ "chunker": { "fixed_chunker": { "inner_part": { "size": 7, "name": "first" } } } }""",
            """{ "Chunker": { "FixedChunker": { "InnerPart": { "Name": "second" } } } }""").Bind<Options>();

        Assert.Empty(result.Problems);
        Assert.Equal((7, "second"), (((Options)result.Value!).InnerPart.Size, ((Options)result.Value!).InnerPart.Name));
    }

    [Fact]
    public void Bind_TwoSpellingsInOneProvider_IsErrorNamingBoth()
    {
        var problem = Assert.Single(Sources.Bind<Options>(("max_size", "2"), ("max-size", "3")).Problems);

        Assert.False(problem.IsWarning);
        Assert.Contains("'chunker:fixed-chunker:max_size'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("'chunker:fixed-chunker:max-size'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("MemoryConfigurationProvider", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_ExactNameAndAnotherInOneProvider_ExactWinsWithWarning()
    {
        var result = Sources.Bind<Options>(("max_size", "2"), ("MaxSize", "3"));

        var problem = Assert.Single(result.Problems);
        Assert.True(problem.IsWarning);
        Assert.Equal("chunker:fixed-chunker:max_size", problem.Path);
        Assert.Equal(3, ((Options)result.Value!).MaxSize);
    }

    [Fact]
    public void Bind_SegmentInTwoSpellingsInOneProvider_IsError()
    {
        var result = Memory(("chunker:fixed_chunker:max_size", "2"), ("chunker:fixedChunker:max_size", "3")).Bind<Options>();

        Assert.Contains("two spellings of one name", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_PropertiesOfOneFoldedName_IsError()
    {
        var problem = Assert.Single(Sources.Bind<Twins>(("max_size", "2")).Problems);

        Assert.Contains("MaxSize and Max_Size", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsWarning);
    }

    [Fact]
    public void Bind_DictionaryKeys_AreTakenAsWritten()
    {
        var options = (Options)Sources.Bind<Options>(("weights:a_b", "1"), ("weights:aB", "2"), ("weights:a-b", "3")).Value!;

        Assert.Equal(new Dictionary<string, int> { ["a_b"] = 1, ["aB"] = 2, ["a-b"] = 3 }, options.Weights);
    }

    [Fact]
    public void Bind_ConfigurationKeyName_IsTheName() =>
        Assert.Equal(4, ((Renamed)Sources.Bind<Renamed>(("UpperLimit", "4")).Value!).MaxSize);

    [Theory]
    [InlineData("max_siz", "max_size")]
    [InlineData("MaxSise", "MaxSize")]
    [InlineData("inner-prat", "inner_part")]
    public void Bind_UnknownKey_WarnsWithNearestName(string key, string near)
    {
        var result = Sources.Bind<Options>((key, "1"));

        var problem = Assert.Single(result.Problems);
        Assert.True(problem.IsWarning);
        Assert.True(result.IsValid);
        Assert.Equal($"chunker:fixed-chunker:{key}", problem.Path);
        Assert.Contains($"Did you mean '{near}'?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSection_IsEmptyAndGivesDefaults()
    {
        var view = Memory(("other:fixed-chunker:max_size", "9"), ("chunker:fixed-chunkers:max_size", "9"), ("chunker", "x")).View();

        Assert.False(view.Exists);
        Assert.Equal(1, ((Options)OptionsBinder.Bind(typeof(Options), view).Value!).MaxSize);
    }

    [Fact]
    public void Read_RootSegments_AreWalkedToo()
    {
        var view = ConfigurationView.Read(Memory(("My_App:plugins:chunker:fixed:max_size", "6")), "MyApp", "Plugins", "chunker", "fixed");

        Assert.Equal(6, ((Options)OptionsBinder.Bind(typeof(Options), view).Value!).MaxSize);
    }

    private static IConfigurationRoot Memory(params (string Key, string Text)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(static value => KeyValuePair.Create(value.Key, (string?)value.Text)))
        .Build();
}
