using System.Diagnostics;
using Chunking;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>What a caller sees of a plugin wherever it runs: one assembly, one contract, and the cases are the same.</summary>
/// <typeparam name="TWay">Where it runs.</typeparam>
public abstract class FixedChunkerTests<TWay>(TWay way) : IClassFixture<TWay>
    where TWay : Way
{
    /// <summary>So many that all of them wait for each other, and their pieces are told apart.</summary>
    private const int Callers = 64;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TWay Way => way;

    [Fact]
    public void Chunk_OfTheReference_IsItsFourPieces() =>
        Assert.Equal([new(0, "Hello"), new(5, ", dag"), new(10, "stack"), new(15, "!")], way.Chunker.Chunk("Hello, dagstack!", 5));

    [Fact]
    public void Chunk_OfEmojis_CountsCodeUnitsAndKeepsPairsWhole()
    {
        Assert.Equal([new(0, "a"), new(1, "😀"), new(3, "b"), new(4, "😀"), new(6, "ж")], way.Chunker.Chunk("a😀b😀ж", 2));
        Assert.Equal([new(0, "a😀"), new(3, "b😀"), new(6, "ж")], way.Chunker.Chunk("a😀b😀ж", 3));
    }

    [Fact]
    public void Chunk_OfNothing_IsNothing() => Assert.Empty(way.Chunker.Chunk(string.Empty, 5));

    [Theory]
    [InlineData(200_000)]
    [InlineData(100)]
    public void Chunk_OfALargeText_IsThatTextInPieces(int size)
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i % 10}\"\n\\é\u2028ж\t01"));
        Assert.Equal(1_000_000, text.Length);

        var pieces = way.Chunker.Chunk(text, size);

        Assert.Equal((text.Length + size - 1) / size, pieces.Count);
        Assert.Equal(text, string.Concat(pieces.Select(static piece => piece.Text)));
        Assert.Equal(Enumerable.Range(0, pieces.Count).Select(i => i * size), pieces.Select(static piece => piece.Offset));
    }

    [Fact]
    public async Task Chunk_WithoutASize_FollowsTheOptionsOfTheHostThatHasIt()
    {
        var text = new string('x', 513);
        Assert.Equal(2, way.Chunker.Chunk(text).Count);

        await way.ConfigureAsync("chunker:fixed:max_size", "3");
        await UntilAsync(text, count: 171);
        await way.ConfigureAsync("chunker:fixed:max_size", "512");
        await UntilAsync(text, count: 2);
    }

    [Fact]
    public void Chunk_OfASizeThatIsNone_IsTheErrorOfThePlugin()
    {
        var (type, message) = FaultOf(() => way.Chunker.Chunk("abc", 0));

        Assert.Equal(nameof(ArgumentOutOfRangeException), type);
        Assert.Contains("maxSize", message, StringComparison.Ordinal);
        Assert.Single(way.Chunker.Chunk("abc", 3));
    }

    [Fact]
    public void Error_OfATypeOfThePlugin_HasItsTypeAndMessage() =>
        Assert.Equal(("ProbeException", "it is odd: 😀"), FaultOf(() => way.Probe.Fail("it is odd: 😀", "odd")));

    [Fact]
    public async Task Calls_OfManyAtATime_HaveTheirOwnAnswers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () => way.Chunker.Chunk(string.Concat(Enumerable.Repeat($"{caller:00}", 50)), 2),
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(Limits.Patience * 2, Token);

        Assert.All(answers.Index(), static answer => Assert.Equal(Enumerable.Range(0, 50).Select(i => new Chunk(2 * i, $"{answer.Index:00}")), answer.Item));
    }

    [Fact]
    public async Task Call_ThatIsGivenUp_EndsInThePlugin()
    {
        var before = way.Probe.Look();
        using var cancel = new CancellationTokenSource();
        var call = way.Probe.WaitAsync(600_000, cancellationToken: cancel.Token);
        await WaitsAsync(before);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, Token));
        await EndsAsync(before);
    }

    [Fact]
    public async Task Call_WhoseTimeIsOver_EndsInThePlugin()
    {
        var before = way.Probe.Look();
        var hurried = PluginCalls.With(way.Probe, new() { Timeout = TimeSpan.FromMilliseconds(300) });

        await Assert.ThrowsAsync<PluginTimeoutException>(() => hurried.WaitAsync(600_000, cancellationToken: Token).WaitAsync(Limits.Patience, Token));

        await EndsAsync(before);
    }

    [Fact]
    public void Metadata_OfACall_ReachesThePluginWithItsTrace()
    {
        using var activity = new Activity("caller").Start();
        using var scope = CallMetadata.Begin(new Dictionary<string, object?> { ["depth"] = 3L, ["word"] = "ж😀" });

        var seen = way.Probe.SeenByCall();

        Assert.Equal(("3", "ж😀"), (seen.Metadata["depth"].GetString(), seen.Metadata["word"].GetString()));
        Assert.Contains(activity.TraceId.ToString(), seen.Traceparent, StringComparison.Ordinal);
    }

    /// <summary>Waits until a call waits in the plugin.</summary>
    protected virtual Task WaitsAsync(ProbeFacts before) => Wait.UntilAsync(() => way.Probe.Look().Waiting > before.Waiting);

    /// <summary>Waits until the plugin has ended a call that nobody waits for any more.</summary>
    protected virtual Task EndsAsync(ProbeFacts before) => Wait.UntilAsync(() => way.Probe.Look() is { Waiting: 0 } now && now.Cancelled > before.Cancelled);

    /// <summary>Gets the type and the message of what the plugin throws.</summary>
    protected abstract (string? Type, string Message) FaultOf(Action call);

    private Task UntilAsync(string text, int count) => Wait.UntilAsync(
        () => Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => way.Chunker.Chunk(text).Count).ToList().TrueForAll(now => now == count),
        $"{count} pieces");
}
