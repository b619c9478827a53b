using System.Text.Json;
using Chunking;
using Chunking.Fixed;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>The plugin of the first sample keeps the whole contract.</summary>
public sealed class FixedChunkerTests
{
    [Fact]
    public async Task RunAsync_FixedChunker_PassesEverything()
    {
        var report = await PluginContractSuite.For<FixedChunker>().RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Equal("chunker:fixed", report.Plugin);
        Assert.Equal(PluginContractSuite.Checks, report.Checks);
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task RunAsync_InputsOfTheAuthor_AreCalled()
    {
        var report = await PluginContractSuite.For<FixedChunker>()
            .WithCall<IChunker>(static chunker =>
            {
                _ = chunker.Chunk("Hello, dagstack!", 5);
                _ = chunker.Chunk("😀😀", 1);
            })
            .WithConfiguration("chunker:fixed:max_size", "3")
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Empty(report.Skipped);
    }

    [Fact]
    public async Task ToJson_Report_HasSnakeCaseNames()
    {
        var report = await PluginContractSuite.For<FixedChunker>().Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(report.ToJson());
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal("manifest", json.RootElement.GetProperty("checks")[0].GetString());
    }
}
