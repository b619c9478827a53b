using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>What a class in .NET logs in a process of its own arrives with its level, its event and its scopes.</summary>
public sealed class WorkerLogTests
{
    [Fact]
    public async Task Message_InScopes_HasThemWithItsLevelAndItsEvent()
    {
        using var logs = new ScopedLines();
        await using var host = await OddHost.StartAsync(add: services => services.AddLogging(logging => logging.AddProvider(logs)));

        using (CallMetadata.Begin(CallMetadata.TenantId, "acme"))
        {
            await host.DoAsync("trace", "one");
        }

        await Wait.UntilAsync(() => logs.Lines.Any(static line => line.Text == "one"));
        var line = Assert.Single(logs.Lines, static line => line.Text == "one");
        Assert.Equal((LogLevel.Trace, 7, "LogText"), (line.Level, line.Event.Id, line.Event.Name));
        Assert.Contains("step one of 2", line.Scopes);
        Assert.Superset(new HashSet<string> { "Step=one", "Steps=2", "page=3", "tenant_id=acme", "plugin.name=odd" }, line.Values.ToHashSet());
        Assert.Single(line.Values, static value => value.StartsWith("plugin.name=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scopes_WithSecrets_AreMasked()
    {
        using var logs = new ScopedLines();
        await using var host = await OddHost.StartAsync(add: services => services.AddLogging(logging => logging.AddProvider(logs)), settings: ("odd:odd:password", "open sesame"));

        await host.DoAsync("trace", "open sesame");

        await Wait.UntilAsync(() => logs.Lines.Any(static line => line.Event.Id == 7));
        var line = Assert.Single(logs.Lines, static line => line.Event.Id == 7);
        Assert.Contains("step *** of 2", line.Scopes);
        Assert.Contains("Step=***", line.Values);
        Assert.DoesNotContain(logs.Lines, static line => $"{line.Text} {string.Join(' ', line.Scopes)} {string.Join(' ', line.Values)}".Contains("sesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trace_ThatTheHostDoesNotWant_IsNotThere()
    {
        using var logs = new ScopedLines();
        await using var host = await OddHost.StartAsync(add: services => services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug)));

        await host.DoAsync("trace", "one");
        await host.DoAsync("log", "two");

        await Wait.UntilAsync(() => logs.Lines.Any(static line => line.Text.StartsWith("other: two", StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.Lines, static line => line.Text == "one");
    }
}
