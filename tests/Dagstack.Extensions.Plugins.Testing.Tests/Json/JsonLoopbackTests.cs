using Chunking;
using Suspects;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Json;

public sealed class JsonLoopbackTests
{
    [Fact]
    public void Wrap_Call_GivesAnEqualResultThatIsAnotherObject()
    {
        var plugin = new Fake();
        var carried = JsonLoopback.Wrap<IChunker>(plugin);

        var chunks = carried.Chunk("héllo 😀", 3);

        Assert.Equal(plugin.Chunk("héllo 😀", 3), chunks);
        Assert.NotSame(plugin.Last, chunks);
        Assert.Equal("héllo 😀", plugin.Text);
    }

    [Fact]
    public void Wrap_PluginThrows_ComesBackAsTypeAndMessage()
    {
        var fault = Assert.Throws<RemotePluginException>(() => JsonLoopback.Wrap<IChunker>(new Fake()).Chunk("text", -1));

        Assert.Equal(("System.ArgumentOutOfRangeException", "PluginCall"), (fault.RemoteType, fault.Code));
        Assert.Contains("at least 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_AsynchronousHook_IsAwaited()
    {
        var worker = JsonLoopback.Wrap<IWorker>(new FakeWorker());

        Assert.Equal(6, await worker.WorkAsync(3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Wrap_HookThatIsNotExposed_IsRefused()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => JsonLoopback.Wrap<IWorker>(new FakeWorker()).Watch(3).GetAsyncEnumerator(TestContext.Current.CancellationToken));

        Assert.Equal("SerializationError", fault.Code);
        Assert.Contains("Watch", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_CancelledCall_IsCancelledOnThisSide()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => JsonLoopback.Wrap<IWorker>(new FakeWorker()).WorkAsync(3, source.Token));
    }

    [Fact]
    public void Wrap_NotANumber_SaysWhichResult()
    {
        var fault = Assert.Throws<PluginSerializationException>(() => JsonLoopback.Wrap<IReporter>(new FakeReporter()).Report("text"));

        Assert.Contains("The result of 'Report'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrap_NoContract_Throws() => Assert.Throws<InvalidOperationException>(() => JsonLoopback.Wrap<IDisposable>(new MemoryStream()));

    [Fact]
    public async Task UseJsonLoopback_Host_CarriesEveryCall()
    {
        var plugin = new Fake();
        await using var host = await new PluginTestHostBuilder().ConfigurePlugins(o => o.Add("chunker:fake", plugin).UseJsonLoopback()).StartAsync(TestContext.Current.CancellationToken);

        var chunks = host.Get<IChunker>("chunker:fake").Chunk("hello", 2);

        Assert.Equal(["he", "ll", "o"], chunks.Select(static chunk => chunk.Text));
        Assert.NotSame(plugin.Last, chunks);
        Assert.Throws<RemotePluginException>(() => host.Get<IChunker>("chunker").Chunk("hello", 0));
    }

    private sealed class Fake : IChunker
    {
        public string? Text { get; private set; }

        public IReadOnlyList<Chunk>? Last { get; private set; }

        public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null)
        {
            if (maxSize < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(maxSize), "Pieces have at least 1 code unit.");
            }

            Text = text;
            var size = maxSize ?? 512;
            return Last = [.. text.Chunk(size).Select((piece, i) => new Chunk(i * size, new string(piece)))];
        }
    }

    private sealed class FakeWorker : IWorker
    {
        public async Task<int> WorkAsync(int steps, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return steps * 2;
        }
    }

    private sealed class FakeReporter : IReporter
    {
        public Sample Report(string text) => new() { Ratio = double.NaN };
    }
}
