using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class PluginIdTests
{
    [Theory]
    [InlineData("fixed", true)]
    [InlineData("0x", true)]
    [InlineData("a-b_c9", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("_a", false)]
    [InlineData("-a", false)]
    [InlineData("Fixed", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("é", false)]
    [InlineData("٣", false)]
    public void IsValidPart_Text_FollowsTheRule(string? part, bool expected) => Assert.Equal(expected, PluginId.IsValidPart(part));

    [Fact]
    public void Parse_KindAndName_RoundTrips()
    {
        var id = PluginId.Parse("chunker:fixed");

        Assert.Equal(new PluginId("chunker", "fixed"), id);
        Assert.Equal("chunker:fixed", id.ToString());
        Assert.True(id.IsValid);
    }

    [Theory]
    [InlineData("chunker")]
    [InlineData(":fixed")]
    [InlineData("chunker:")]
    [InlineData("a:b:c")]
    [InlineData("A:b")]
    public void Parse_AnotherForm_NamesTheForm(string text)
    {
        Assert.False(PluginId.TryParse(text, out _));
        var exception = Assert.Throws<FormatException>(() => PluginId.Parse(text));
        Assert.Contains($"'{text}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("kind:name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CompareTo_KindsAndNames_IsOrdinal()
    {
        PluginId[] ids = [new("b", "a"), new("a", "b"), new("a", "a_"), new("a", "a")];

        Assert.Equal(["a:a", "a:a_", "a:b", "b:a"], ids.Order().Select(id => id.ToString()));
        Assert.True(ids[3] < ids[0]);
        Assert.True(ids[0] >= ids[1]);
    }

    [Fact]
    public void Constructor_BrokenParts_AreKept()
    {
        Assert.False(new PluginId("chunker", "My Plugin").IsValid);
        Assert.Throws<ArgumentException>(() => new PluginId("chunker", string.Empty));
        Assert.Equal(string.Empty, default(PluginId).ToString());
    }
}
