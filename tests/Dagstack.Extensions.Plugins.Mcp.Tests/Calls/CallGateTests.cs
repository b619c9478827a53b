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

        probe.Leave(CallOutcome.Answered);
        (await gate.EnterAsync(default)).Leave(CallOutcome.Answered);
        Assert.False(gate.IsBusy);
    }

    [Fact]
    public async Task Enter_ProbeThatFails_IsRefusedForAnotherBreak()
    {
        var gate = Gate();
        await OpenAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(6));

        (await gate.EnterAsync(default)).Leave(CallOutcome.Failed);

        Assert.Contains("It is tried again in 5 s", (await RefusedAsync(gate)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)CallOutcome.Failed)]
    [InlineData((int)CallOutcome.Answered)]
    public async Task Leave_CallFromBeforeTheBreak_IsNotWhatTriesTheServerAgain(int outcome)
    {
        var gate = Gate();
        var late = await gate.EnterAsync(default);
        await OpenAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(6));

        late.Leave((CallOutcome)outcome);

        var probe = await gate.EnterAsync(default);
        await RefusedAsync(gate);
        probe.Leave(CallOutcome.Answered);
        (await gate.EnterAsync(default)).Leave(CallOutcome.Answered);
    }

    [Fact]
    public async Task Enter_ProbeThatTellsNothing_IsRefusedForAnotherBreak()
    {
        var gate = Gate();
        await OpenAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(6));

        (await gate.EnterAsync(default)).Leave(CallOutcome.Untold);

        await RefusedAsync(gate);
    }

    [Fact]
    public async Task Leave_CallsThatWereGivenUp_CountForNothing()
    {
        var gate = Gate();
        for (var i = 0; i < 20; i++)
        {
            (await gate.EnterAsync(default)).Leave(CallOutcome.Untold);
        }

        await OpenAsync(gate);

        await RefusedAsync(gate);
    }

    [Fact]
    public async Task Enter_BehindAProbeThatIsAnswered_IsLetIn()
    {
        var gate = Gate(static options => options.MaxCalls = 1);
        await OpenAsync(gate);
        for (var i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            var probe = await gate.EnterAsync(default);
            var next = gate.EnterAsync(default).AsTask();

            await Task.Run(() => probe.Leave(CallOutcome.Answered), TestContext.Current.CancellationToken);

            (await next).Leave(CallOutcome.Answered);
            await OpenAsync(gate);
        }
    }

    [Fact]
    public async Task Leave_ManyAtOnceThatFailed_ThrowsNothing()
    {
        for (var round = 0; round < 200; round++)
        {
            var gate = Gate();
            var places = new List<CallPlace>();
            for (var i = 0; i < 32; i++)
            {
                places.Add(await gate.EnterAsync(default));
            }

            await Task.WhenAll(places.Select(static place => Task.Run(() => place.Leave(CallOutcome.Failed))));

            Assert.False(gate.IsBusy);
            await RefusedAsync(gate);
        }
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
        probe.Leave(CallOutcome.Answered);
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
        first.Leave(CallOutcome.Answered);

        (await third).Leave(CallOutcome.Answered);
    }

    private static async Task OpenAsync(CallGate gate)
    {
        // As many as it takes after some that were answered.
        for (var i = 0; i < 10; i++)
        {
            try
            {
                (await gate.EnterAsync(default)).Leave(CallOutcome.Failed);
            }
            catch (PluginUnavailableException)
            {
                return;
            }
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
