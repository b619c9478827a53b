using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Calls of a plugin that is a child process.</summary>
public sealed class CallTests
{
    private const string NeedsPython = "Needs python3.";

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_PluginInAChild_ReturnsWhatItAnswers()
    {
        await using var host = await CalcHost.StartAsync();

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal(5, await host.Calc.AddAsync(2, 3, TestContext.Current.CancellationToken));
        Assert.Equal("hello", await host.Calc.DoAsync("hello", TestContext.Current.CancellationToken));
        var facts = host.Calc.Facts();
        Assert.NotEqual(Environment.ProcessId, facts.Process);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Setup_TellsConfigurationManifestResourcesAndHost()
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Manifest = """
                version = "1.2.3"
                resources = { required = ["clock", "rng"], optional = ["tmpdir"] }
                """,
            Configuration = new() { ["calc:py:mode"] = "fast", ["calc:py:list:0"] = "a", ["calc:py:list:1"] = "b" },
        });

        var setup = JsonNode.Parse(host.Calc.Facts().Setup)!;
        Assert.Equal("""{"mode":"fast","list":["a","b"]}""", Sorted(setup["config"]!, "mode", "list"));
        Assert.Equal(("py", "calc", "1.2.3"), ((string)setup["manifest"]!["name"]!, (string)setup["manifest"]!["kind"]!, (string)setup["manifest"]!["version"]!));
        Assert.Null(setup["manifest"]!["mcp_stdio"]);
        Assert.Equal("dotnet", (string)setup["host"]!["binding"]!);
        Assert.Matches(@"^\d+\.\d+", (string)setup["host"]!["core_version"]!);
        Assert.Equal(["clock", "rng", "tmpdir"], setup["resources"]!.AsObject().Select(static resource => resource.Key));
        Assert.True(Directory.Exists((string)setup["resources"]!["tmpdir"]!["path"]!));
        Assert.InRange((long)setup["resources"]!["rng"]!["seed"]!, 0, 1L << 53);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_WithMetadataInsideAnActivity_CarriesBoth()
    {
        await using var host = await CalcHost.StartAsync();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=1";
        using var metadata = CallMetadata.Begin(CallMetadata.TenantId, "t1");

        var meta = JsonNode.Parse(host.Calc.Facts().Meta)!["call"]!;

        Assert.Contains(activity.TraceId.ToHexString(), (string)meta["traceparent"]!, StringComparison.Ordinal);
        Assert.Equal("vendor=1", (string)meta["tracestate"]!);
        Assert.Equal("t1", (string)meta["dev.dagstack/metadata"]!["tenant_id"]!);
        Assert.Contains(activity.TraceId.ToHexString(), (string)meta["dev.dagstack/metadata"]!["trace_context"]!, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_ThatFails_ThrowsWhatThePluginSays()
    {
        await using var host = await CalcHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("fail:no such page", TestContext.Current.CancellationToken));
        Assert.Equal(("no such page", "ValueError", "E42", 7), (fault.Message, fault.RemoteType, fault.RemoteCode, fault.RemoteData!.Value.GetProperty("at").GetInt32()));
        Assert.Equal("plain", (await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("fault:plain", TestContext.Current.CancellationToken))).Message);
        var wrong = await Assert.ThrowsAsync<PluginSerializationException>(() => host.Calc.DoAsync("wrong", TestContext.Current.CancellationToken));
        Assert.Contains("text", wrong.Message, StringComparison.Ordinal);
        var nothing = await Assert.ThrowsAsync<PluginCallException>(() => host.Calc.DoAsync("nothing", TestContext.Current.CancellationToken));
        Assert.Contains("neither structuredContent nor one text block", nothing.Message, StringComparison.Ordinal);
        Assert.Equal("only text", await host.Calc.DoAsync("text:only text", TestContext.Current.CancellationToken));
        Assert.Equal(PluginState.Ready, host.Status.State);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Call_WithATime_TimesOutAndIsCancelledThere()
    {
        await using var host = await CalcHost.StartAsync();
        var calc = PluginCalls.With(host.Calc, new() { Timeout = TimeSpan.FromMilliseconds(200) });

        // A call that is given up before it was written, as behind another line, is none that the server is told of.
        Assert.Equal(3, await host.Calc.AddAsync(1, 2, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => calc.DoAsync("sleep:30", TestContext.Current.CancellationToken));
        await CancelledAsync(host, 1);
        using var caller = new CancellationTokenSource();
        var call = host.Calc.DoAsync("sleep:30", caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        await CancelledAsync(host, 2);
    }

    private static Task CancelledAsync(CalcHost host, int count) => Wait.UntilAsync(() => JsonNode.Parse(host.Calc.Facts().Meta)!["cancelled"]!.AsArray().Count == count, "cancelled there");

    private static string Sorted(JsonNode node, params string[] order) => new JsonObject(order.Select(key => KeyValuePair.Create(key, node[key]?.DeepClone()))).ToJsonString();
}
