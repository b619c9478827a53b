using Chunking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Events;

public sealed class WatchedCallTests
{
    private const int Listeners = 20;
    private const int Calls = 10_000;

    [Fact]
    public async Task Call_WhileOthersReadAndListen_AllocatesNothing()
    {
        await using var host = await WebHost.StartAsync(static o => o.Add("chunker:moody", static _ => new MoodyChunker(new())), static app => app.MapDagstackPlugins());
        var chunker = host.Application.Services.GetRequiredKeyedService<IChunker>("chunker:moody");
        var listening = new List<Stream>();
        for (var i = 0; i < Listeners; i++)
        {
            var stream = await host.Client.GetStreamAsync(new Uri("/plugins/events", UriKind.Relative), TestContext.Current.CancellationToken);
            listening.Add(stream);
            Assert.NotEqual(0, await stream.ReadAsync(new byte[1024], TestContext.Current.CancellationToken));
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var reads = 0;
        var reading = Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await host.GetJsonAsync("/plugins/chunker/moody");
                    Interlocked.Increment(ref reads);
                }
            },
            TestContext.Current.CancellationToken);
        MeasureCalls(chunker);
        while (Volatile.Read(ref reads) < 10)
        {
            Assert.Equal(0, MeasureCalls(chunker));
        }

        await enough.CancelAsync();
        await reading;
        var told = await host.GetJsonAsync("/plugins/chunker/moody");
        Assert.True(told.GetProperty("calls").GetProperty("calls").GetInt64() >= 2 * Calls);
        listening.ForEach(static stream => stream.Dispose());
    }

    private static long MeasureCalls(IChunker chunker)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            chunker.Chunk("a", 1);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
