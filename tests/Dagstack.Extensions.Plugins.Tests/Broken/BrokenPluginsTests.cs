using System.Text.RegularExpressions;
using Chunking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>No broken plugin stops the start, and each says what is wrong with it in words of its own.</summary>
public sealed partial class BrokenPluginsTests(ListedPlugins listed) : IClassFixture<ListedPlugins>
{
    public static TheoryData<string> Folders => [.. BrokenFolders.All.Select(static plugin => plugin.Folder)];

    [Fact]
    public void List_BrokenPluginsAndAGoodOne_SucceedsAndTheGoodOneIsReady()
    {
        Assert.Equal((0, string.Empty), (listed.Result.ExitCode, listed.Result.Error));
        Assert.Equal(BrokenFolders.All.Count + 1, listed.Plugins.Count);
        Assert.Equal("ready", listed.Of("good").GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void List_BrokenPlugin_HasItsCodeAndAReasonWithFileAndRemedy(string folder)
    {
        var expected = Of(folder);
        var plugin = listed.Of(folder);
        var reason = plugin.GetProperty("reason").GetString()!;
        Assert.Equal(("unavailable", expected.Code, expected.Key), (plugin.GetProperty("state").GetString(), plugin.GetProperty("code").GetString(), plugin.GetProperty("id").GetString()));
        Assert.Contains(Path.Combine(listed.Root, folder, expected.File) + expected.At, reason, StringComparison.Ordinal);
        Assert.All(expected.Says, text => Assert.Contains(text, reason, StringComparison.Ordinal));
        Assert.DoesNotContain("\n   at ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void List_BrokenPlugins_NoTwoHaveTheSameReason()
    {
        var reasons = listed.Plugins.Where(static plugin => plugin.GetProperty("state").GetString() == "unavailable")
            .Select(plugin => Place().Replace(plugin.GetProperty("reason").GetString()!.Replace(listed.Root, string.Empty, StringComparison.Ordinal), string.Empty))
            .Select(reason => BrokenFolders.All.OrderByDescending(static plugin => plugin.Folder.Length).Aggregate(reason, static (text, plugin) => text.Replace(plugin.Folder, "x", StringComparison.Ordinal)));
        Assert.All(reasons.GroupBy(static reason => reason), static same => Assert.Single(same));
    }

    [Fact]
    public async Task Start_ValidatedHost_GivesTheSameAnswersThroughRegistryAndKeys()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Services.AddDagstackPlugins(o => o.Discover(listed.Root));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        // This host knows more kinds than the Quickstart does.
        Assert.Equal(
            listed.Plugins.Select(static plugin => Kinds().Replace($"{plugin.GetProperty("state")} {plugin.GetProperty("code")} {plugin.GetProperty("reason")}", string.Empty)),
            host.Services.GetRequiredService<IPluginRegistry>().Plugins.Select(static plugin => Kinds().Replace($"{PluginStates.NameOf(plugin.State)} {plugin.Code} {plugin.Reason}", string.Empty)));
        Assert.NotEmpty(host.Services.GetRequiredKeyedService<IChunker>("chunker:fixed").Chunk("text"));
        Assert.All(BrokenFolders.All.Where(static plugin => plugin.Key?.StartsWith("chunker:", StringComparison.Ordinal) == true), plugin =>
        {
            var error = Assert.Throws<PluginUnavailableException>(() => host.Services.GetRequiredKeyedService<IChunker>(plugin.Key).Chunk("text"));
            Assert.Equal((plugin.Key, plugin.Code), (error.Plugin.ToString(), error.RootCauseCode));
        });
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static BrokenPlugin Of(string folder) => BrokenFolders.All.First(plugin => plugin.Folder == folder);

    [GeneratedRegex(@" Known kinds: [^.]*\.")]
    private static partial Regex Kinds();

    [GeneratedRegex(@"\(\d+,\d+\)")]
    private static partial Regex Place();
}
