using System.Diagnostics;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>One contract in three languages, in C# in the host's process and in one of its own, called through a host: what callers see does not depend on where a plugin runs.</summary>
public sealed class ProbeHostTests
{
    public static IEnumerable<TheoryDataRow<string>> Languages { get; } = [new(Language.CSharp), .. Language.Processes];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Languages))]
    public async Task Hooks_OfEveryShape_AnswerTheSame(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root, ($"probe:{language}:greeting", "hello"));
        var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
        var thing = new ProbeThing("a", 1, ["t"]);

        Assert.Equal("text", probe.Echo("text"));
        Assert.Equal("a", probe.EchoThing(thing).Name);
        Assert.Equal(("x", null), (probe.Find("x")!.Name, probe.Find("nobody")));
        Assert.Equal(["a", "a"], (await probe.RepeatAsync(thing, cancellationToken: Token)).Select(static one => one.Name));
        Assert.Equal([1, 2], probe.EchoBytes([1, 2]));
        await probe.DoNothingAsync(Token);
        Assert.Equal("waited", await probe.WaitAsync(1, cancellationToken: Token));
        Assert.Contains("m", Assert.ThrowsAny<Exception>(() => probe.Fail("m", "c")).Message, StringComparison.Ordinal);
        Assert.Contains("m", (await Assert.ThrowsAnyAsync<Exception>(() => probe.FailLaterAsync("m", cancellationToken: Token))).Message, StringComparison.Ordinal);
        Assert.Equal("hello", probe.SeenBySetup().Config.GetProperty("greeting").GetString());
        using (CallMetadata.Begin(CallMetadata.TenantId, "acme"))
        {
            Assert.Equal("acme", probe.SeenByCall().Metadata[CallMetadata.TenantId].GetString());
        }

        Assert.Equal(3, await probe.ReportAsync(3, Token));
        Assert.Null(await probe.LoadAsync("k", Token));
        await probe.SaveAsync("k", JsonElement.Parse("{\"page\":1}"), Token);
        Assert.Equal(1, (await probe.LoadAsync("k", Token))!.Value.GetProperty("page").GetInt32());

        var all = services.GetRequiredService<IPlugins<IProbe>>();
        Assert.Equal($"a probe.{language}", all.Clean("a"));
        Assert.Equal("stop", all.Clean("stop"));
        Assert.Equal([$"a probe.{language}"], await all.WhoseAsync("a", Token));
        await all.Tell("heard");
        var look = probe.Look();
        Assert.Equal((language == Language.Worker ? Language.CSharp : language, 1), (look.Language, look.Setups));
        Assert.Equal(language == Language.CSharp, look.Process == Environment.ProcessId);
        Assert.Equal(["heard"], look.Heard);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Cancel_AWaitingCall_EndsItInThePlugin(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root);
        var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
        using var cancel = new CancellationTokenSource();
        var call = probe.WaitAsync(600_000, cancellationToken: cancel.Token);
        await Wait.UntilAsync(() => probe.Look().Waiting == 1);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Wait.UntilAsync(() => probe.Look() is { Waiting: 0, Cancelled: 1 });
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task Settings_OfSetupAndTeardown_AreObeyed(string language)
    {
        using var root = new TempFolder();
        var file = root.Combine("teardowns.txt");
        root.AddProbe(language, "one");
        root.AddProbe(language, "two");
        await using var services = await StartAsync(root, ("probe:one:teardown_file", file), ("probe:one:teardown", "unreleased"), ("probe:two:setup", "fails"));
        var registry = services.GetRequiredService<IPluginRegistry>();

        Assert.Contains("setup fails", registry.Find(new("probe", "two"))!.Reason, StringComparison.Ordinal);
        await services.TeardownPluginsAsync().WaitAsync(Limits.Patience, Token);

        Assert.True(registry.Find(new("probe", "one"))!.RequiresRestart);
        Assert.Equal(["probe.one"], await File.ReadAllLinesAsync(file, Token));
    }

    [Theory, MemberData(nameof(Language.Processes), MemberType = typeof(Language))]
    public async Task Kill_WhileCalled_CallFailsAndTheNextProcessHasTheCheckpoint(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language);
        await using var services = await StartAsync(root);
        var probe = services.GetRequiredKeyedService<IProbe>($"probe:{language}");
        await probe.SaveAsync("k", JsonElement.Parse("7"), Token);
        var call = probe.WaitAsync(600_000, cancellationToken: Token);
        await Wait.UntilAsync(() => probe.Look().Waiting == 1);

        var first = probe.Look().Process;
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        await Assert.ThrowsAsync<PluginUnavailableException>(() => call);
        await Wait.UntilAsync(() => TryLook(probe) is { } look && look.Process != first);
        Assert.Equal(7, (await probe.LoadAsync("k", Token))!.Value.GetInt32());
    }

    private static ProbeFacts? TryLook(IProbe probe)
    {
        try
        {
            return probe.Look();
        }
        catch (PluginUnavailableException)
        {
            return null;
        }
    }

    private static Task<ServiceProvider> StartAsync(TempFolder root, params (string Key, string Value)[] settings) =>
        ProbeServices.StartAsync(root, new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
