using Dagstack.Extensions.Plugins.Mcp.Calls;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Calls;

/// <summary>The breaker, which most calls only tell how they went.</summary>
public sealed class CallGateTests
{
    private static readonly PluginId s_plugin = PluginId.Parse("calc:py");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Enter_AfterFailures_IsRefusedUntilTheBreakIsOver()
    {
        var gate = Gate();
        await OpenAsync(gate);

        var refused = await RefusedAsync(gate);
        Assert.Contains("It is tried again in 5 s", refused.Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(6));
        var probe = await gate.EnterAsync(default);
        Assert.Contains("One call is under way that tries it again", (await RefusedAsync(gate)).Message, StringComparison.Ordinal);

        probe.Leave(isFailure: false);
        (await gate.EnterAsync(default)).Leave(isFailure: false);
        Assert.False(gate.IsBusy);
    }

    [Fact]
    public async Task Enter_ProbeThatFails_IsRefusedForAnotherBreak()
    {
        var gate = Gate();
        await OpenAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(6));

        (await gate.EnterAsync(default)).Leave(isFailure: true);

        Assert.Contains("It is tried again in 5 s", (await RefusedAsync(gate)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leave_CallFromBeforeTheBreak_IsNotWhatTriesTheServerAgain(bool isFailure)
    {
        var gate = Gate();
        var late = await gate.EnterAsync(default);
        await OpenAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(6));

        late.Leave(isFailure);

        var probe = await gate.EnterAsync(default);
        await RefusedAsync(gate);
        probe.Leave(isFailure: false);
        (await gate.EnterAsync(default)).Leave(isFailure: false);
    }

    [Fact]
    public async Task Enter_RefusedCalls_TakeNoPlace()
    {
        var gate = Gate(static options => options.MaxCalls = 1);
        await OpenAsync(gate);
        for (var i = 0; i < 10; i++)
        {
            await RefusedAsync(gate);
        }

        _time.Advance(TimeSpan.FromSeconds(6));

        var probe = await gate.EnterAsync(default);
        Assert.True(gate.IsBusy);
        probe.Leave(isFailure: false);
    }

    [Fact]
    public async Task Enter_MoreThanMayBeInside_WaitsAndCanBeCancelled()
    {
        var gate = Gate(static options => options.MaxCalls = 1);
        var first = await gate.EnterAsync(default);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(cancel.Token).AsTask();
        var third = gate.EnterAsync(TestContext.Current.CancellationToken).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Leave(isFailure: false);

        (await third).Leave(isFailure: false);
    }

    private static async Task OpenAsync(CallGate gate)
    {
        for (var i = 0; i < 5; i++)
        {
            (await gate.EnterAsync(default)).Leave(isFailure: true);
        }
    }

    private static Task<PluginUnavailableException> RefusedAsync(CallGate gate) =>
        Assert.ThrowsAsync<PluginUnavailableException>(async () => await gate.EnterAsync(default));

    private CallGate Gate(Action<McpOptions>? set = null)
    {
        var options = new McpOptions { BreakerMinimumCalls = 5 };
        set?.Invoke(options);
        return new(s_plugin, options, _time);
    }
}
