using Dagstack.Extensions.Plugins.Mcp.Export;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Names of tools that strict clients take.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("chunker_fixed_chunk", "chunker", "fixed", "chunk")]
    [InlineData("weather_forecast", "weather", "forecast")]
    [InlineData("my-plugin_a_b_c", "my-plugin", "a.b c")]
    [InlineData("files_l_se", "files", "läse")]
    public void Of_Parts_IsWhatClientsTake(string expected, params string[] parts) => Assert.Equal(expected, ExportNames.Of(parts));

    [Fact]
    public void Of_NameThatIsTooLong_IsCutAndToldApartByAHash()
    {
        var (one, other) = (ExportNames.Of("tool", new string('a', 100) + "1"), ExportNames.Of("tool", new string('a', 100) + "2"));

        Assert.All([one, other], static name => Assert.Matches("^[a-zA-Z0-9_-]{64}$", name));
        Assert.NotEqual(one, other);
        Assert.Equal(one, ExportNames.Of("tool", new string('a', 100) + "1"));
    }

    [Theory]
    [InlineData("chunker")]
    [InlineData("")]
    public void Export_GlobWithoutAKind_IsRefused(string glob) => Assert.ThrowsAny<ArgumentException>(() => new McpExportOptions().Export(glob));
}
