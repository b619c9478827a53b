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

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    public async Task ThreadCpuBound_WaitsForItsOwnAsynchronousCode_IsNotWaitedForByIt(int limit, int callers)
    {
        await using var provider = await StartAsync(PluginExecutionModel.ThreadCpuBound, static text => LaterAsync(text).Result, limit: limit);
        var stage = Stages.Of(provider)["s0"];
        var calls = Enumerable.Range(0, callers).Select(i => Task.Run(() => stage.Handle($"{i}"), _cancellation));
        Assert.Equal(Enumerable.Range(0, callers).Select(static i => $"{i}!"), await Task.WhenAll(calls).WaitAsync(Limits.Patience, _cancellation));

        static async Task<string> LaterAsync(string text)
        {
            await Task.Delay(20);
            return text + "!";
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThreadCpuBound_CallsAnotherThroughMiddlewareThatWaits_HasItsSlotAlready(bool isAsync)
    {
        TestProvider provider = null!;
        provider = await TestProvider.StartAsync(o =>
        {
            o.MaxCpuBoundCalls = 2;
            o.Use(static async (call, next) =>
            {
                await Task.Delay(5);
                return await next(call);
            });
            Add(o, "a", text => Stages.Of(provider)["b"].Handle(text) + "a");
            Add(o, "b", static text => text + "b");
        });
        await using var _ = provider;
        var stage = Stages.Of(provider)["a"];
        var calls = Enumerable.Range(0, 6).Select(_ => isAsync ? Task.Run(() => stage.CleanAsync("x", "-", _cancellation)) : Task.Run(() => stage.Handle("x")));
        Assert.All(await Task.WhenAll(calls).WaitAsync(Limits.Patience, _cancellation), static answer => Assert.Equal("xba", answer));

        static void Add(DagstackPluginOptions o, string name, Func<string, string> handle) =>
            o.Add(new PluginManifest { Id = new("stage", name), ExecutionModel = PluginExecutionModel.ThreadCpuBound }, new Stage(name) { OnHandle = handle, OnClean = handle });
    }

    [Fact]
    public async Task ThreadCpuBound_WhatACallHasLeftRunning_HasNoSlotAnyMore()
    {
        var (go, inside, blocked) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        Task<string>? left = null;
        TestProvider provider = null!;
        provider = await StartAsync(
            PluginExecutionModel.ThreadCpuBound,
            text =>
            {
                switch (text)
                {
                    case "leave":
                        left = Task.Run(async () =>
                        {
                            await go.Task;
                            return Stages.Of(provider)["s0"].Handle("left");
                        });
                        break;
                    case "block":
                        inside.SetResult();
                        blocked.Wait(_cancellation);
                        break;
                }

                return text;
            },
            limit: 1);
        await using var _ = provider;
        Stages.Of(provider)["s0"].Handle("leave");
        var blocking = Task.Run(() => Stages.Of(provider)["s0"].Handle("block"), _cancellation);
        await inside.Task;
        go.SetResult();
        await Task.Delay(50, _cancellation);
        Assert.False(left!.IsCompleted);
        blocked.Set();
        Assert.Equal("left", await left.WaitAsync(Limits.Patience, _cancellation));
        await blocking;
        blocked.Dispose();
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
        Assert.Contains("Use the runtime 'mcp_stdio' in its manifest", status.Reason, StringComparison.Ordinal);
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
