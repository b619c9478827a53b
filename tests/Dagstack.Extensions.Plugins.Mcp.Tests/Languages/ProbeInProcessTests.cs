using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>The probe in the host's process: what the others are measured by.</summary>
public sealed class ProbeInProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hooks_InProcess_AnswerAsTheOthersDo()
    {
        using var root = new TempFolder();
        root.AddProbe(Language.CSharp);
        await using var services = await StartAsync(root, ("probe:csharp:greeting", "hello"));
        var probe = services.GetRequiredKeyedService<IProbe>("probe:csharp");
        var thing = new ProbeThing("a", 1, ["t"]);

        Assert.Equal("text", probe.Echo("text"));
        Assert.Same(thing, probe.EchoThing(thing));
        Assert.Equal(("x", null), (probe.Find("x")!.Name, probe.Find("nobody")));
        Assert.Equal([thing, thing], await probe.RepeatAsync(thing, cancellationToken: Token));
        Assert.Equal([1, 2], probe.EchoBytes([1, 2]));
        await probe.DoNothingAsync(Token);
        Assert.Equal("waited", await probe.WaitAsync(1, cancellationToken: Token));
        Assert.Equal("m", Assert.ThrowsAny<Exception>(() => probe.Fail("m")).Message);
        Assert.Equal("m", (await Assert.ThrowsAnyAsync<Exception>(() => probe.FailLaterAsync("m", cancellationToken: Token))).Message);
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
        Assert.Equal("a probe.csharp", all.Clean("a"));
        Assert.Equal("stop", all.Clean("stop"));
        Assert.Equal(["a probe.csharp"], await all.WhoseAsync("a", Token));
        await all.Tell("heard");
        var look = probe.Look();
        Assert.Equal(("csharp", Environment.ProcessId, 1), (look.Language, look.Process, look.Setups));
        Assert.Equal(["heard"], look.Heard);
    }

    [Fact]
    public async Task Settings_OfSetupAndTeardown_AreObeyed()
    {
        using var root = new TempFolder();
        var file = root.Combine("teardowns.txt");
        root.AddProbe(Language.CSharp, "one");
        root.AddProbe(Language.CSharp, "two");
        await using var services = await StartAsync(root, ("probe:one:teardown_file", file), ("probe:one:teardown", "unreleased"), ("probe:two:setup", "fails"));
        var registry = services.GetRequiredService<IPluginRegistry>();

        Assert.Contains("setup fails", registry.Find(new("probe", "two"))!.Reason, StringComparison.Ordinal);
        await services.TeardownPluginsAsync().WaitAsync(Limits.Patience, Token);

        Assert.True(registry.Find(new("probe", "one"))!.RequiresRestart);
        Assert.Equal(["probe.one"], await File.ReadAllLinesAsync(file, Token));
    }

    private static async Task<ServiceProvider> StartAsync(TempFolder root, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
        services.AddDagstackPlugins(o => o.Discover(root.Path));
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await provider.SetupPluginsAsync().WaitAsync(Limits.Patience, Token);
        return provider;
    }
}
