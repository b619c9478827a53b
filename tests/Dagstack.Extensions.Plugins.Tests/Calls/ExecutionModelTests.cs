using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Plugins run where they are called; those that keep a thread busy, on so many threads at a time; those that want a process, not yet.</summary>
public sealed class ExecutionModelTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_Call_RunsOnTheCallersThread()
    {
        var thread = 0;
        await using var provider = await StartAsync(PluginExecutionModel.Sync, _ => $"{thread = Environment.CurrentManagedThreadId}");
        Stages.Of(provider)["s0"].Handle("x");
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task ThreadCpuBound_ManyCalls_NeverMoreAtATimeThanTheHostAllows()
    {
        var (inside, most) = (0, 0);
        await using var provider = await StartAsync(
            PluginExecutionModel.ThreadCpuBound,
            text =>
            {
                var now = Interlocked.Increment(ref inside);
                lock (this)
                {
                    most = Math.Max(most, now);
                }

                Thread.SpinWait(20_000);
                Interlocked.Decrement(ref inside);
                return text;
            },
            plugins: 3);
        var stages = Stages.Of(provider);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => i % 2 == 0
            ? Task.Run(() => Assert.Equal("x", stages[$"s{i % 3}"].Handle("x")), _cancellation)
            : Task.Run(() => stages[$"s{i % 3}"].CleanAsync("x", "-", _cancellation), _cancellation)));
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task ThreadCpuBound_CallsAnotherOne_DoesNotWaitForItself()
    {
        TestProvider provider = null!;
        provider = await StartAsync(PluginExecutionModel.ThreadCpuBound, text => text.Length > 5 ? text : Stages.Of(provider)["s0"].Handle(text + "x"), limit: 1);
        await using var _ = provider;
        Assert.Equal("xxxxxx", await Task.Run(() => Stages.Of(provider)["s0"].Handle("x"), _cancellation).WaitAsync(Limits.Patience, _cancellation));
    }

    [Fact]
    public async Task ThreadCpuBound_Throws_TheExceptionIsThePluginsOwn()
    {
        var thrown = new InvalidOperationException("no");
        await using var provider = await StartAsync(PluginExecutionModel.ThreadCpuBound, _ => throw thrown);
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Stages.Of(provider)["s0"].Handle("x")));
        Assert.Same(thrown, await Assert.ThrowsAsync<InvalidOperationException>(() => Stages.Of(provider)["s0"].CleanAsync("x", "-", _cancellation)));
    }

    [Fact]
    public async Task ProcessCpuBound_IsUnavailableWithWhatToDo()
    {
        await using var provider = await StartAsync(PluginExecutionModel.ProcessCpuBound, static text => text);
        var status = provider.Status("stage:s0");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (status.State, status.Code));
        Assert.Contains("Use 'thread_cpu_bound'", status.Reason, StringComparison.Ordinal);
    }

    private static Task<TestProvider> StartAsync(PluginExecutionModel model, Func<string, string> handle, int plugins = 1, int limit = 2) => TestProvider.StartAsync(o =>
    {
        o.MaxCpuBoundCalls = limit;
        for (var i = 0; i < plugins; i++)
        {
            o.Add(new PluginManifest { Id = new("stage", $"s{i}"), ExecutionModel = model }, new Stage($"s{i}") { OnHandle = handle, OnClean = handle });
        }
    });
}
