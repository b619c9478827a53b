using System.Text.Json;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

/// <summary>Calls by names alone, with arguments and result in JSON.</summary>
public sealed class JsonCallTests
{
    [Theory]
    [InlineData("greet", """{"name":"Ada"}""", "\"Hello, Ada!\"")]
    [InlineData("greet_async", """{"name":"Bob"}""", "\"Hello, Bob!\"")]
    public async Task CallPlugin_ByWireName_ReturnsTheResult(string hook, string arguments, string expected)
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);

        var result = await CallAsync(provider, "greeter:plain", hook, arguments);

        Assert.Equal(expected, result.GetRawText());
    }

    [Fact]
    public async Task CallPlugin_WhatCannotBe_SaysWhatThereIs()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("broken", "NoGreeter");
        await using var provider = await TestProvider.StartAsync(folders);

        var hook = await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(provider, "greeter:plain", "gret", "{}"));
        var stream = await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(provider, "greeter:plain", "greet_all", "{}"));
        var arguments = await Assert.ThrowsAsync<PluginSerializationException>(() => CallAsync(provider, "greeter:plain", "greet", """{"nam":"Ada"}"""));
        var plugin = await Assert.ThrowsAsync<PluginNotFoundException>(() => CallAsync(provider, "greeter:plian", "greet", "{}"));
        var unavailable = await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync(provider, "greeter:broken", "greet", """{"name":"Ada"}"""));

        Assert.StartsWith("The kind 'greeter' has no hook 'gret' that can be called by JSON. Did you mean 'greet'? It has: greet, greet_async.", hook.Message, StringComparison.Ordinal);
        Assert.StartsWith("The kind 'greeter' has no hook 'greet_all' that can be called by JSON.", stream.Message, StringComparison.Ordinal);
        Assert.Contains("/name: is missing", arguments.Message, StringComparison.Ordinal);
        Assert.Equal(("greeter:plain", "greeter:plian"), (plugin.Nearest, plugin.Plugin));
        Assert.StartsWith("There is no plugin 'greeter:plian'. Did you mean 'greeter:plain'? This host has: greeter:broken, greeter:plain.", plugin.Message, StringComparison.Ordinal);
        Assert.Equal("greeter:broken", unavailable.Plugin.ToString());
    }

    [Fact]
    public async Task CallPlugin_OfAKindWithoutContract_SaysSo()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", kind: "greter");
        await using var provider = await TestProvider.StartAsync(folders);

        var unavailable = await Assert.ThrowsAsync<PluginUnavailableException>(() => CallAsync(provider, "greter:plain", "greet", "{}"));

        Assert.Contains("has no contract for that kind", unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallPlugin_ItsToken_ReachesThePlugin()
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:slow", new CodePlugin
        {
            OnGreet = async token =>
            {
                seen.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return string.Empty;
            },
        }));
        using var cancellation = new CancellationTokenSource();

        var call = provider.Services.CallPluginAsync(PluginId.Parse("greeter:slow"), "greet_async", JsonElement.Parse("""{"name":"x"}"""), cancellation.Token);
        await seen.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
    }

    private static Task<JsonElement> CallAsync(TestProvider provider, string id, string hook, string arguments) =>
        provider.Services.CallPluginAsync(PluginId.Parse(id), hook, JsonElement.Parse(arguments), TestContext.Current.CancellationToken);
}
