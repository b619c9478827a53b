using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Calls that leave as bytes: whose the bytes are, and how calls end whatever the other side does.</summary>
public sealed class RemoteSlotTests
{
    private readonly Owner _owner = new();
    private int _streamEnds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_OfEveryShape_GivesBytesBackOnce()
    {
        List<string> sent = [];
        var (greeter, _) = new TestSlot
        {
            OnSend = (call, _) =>
            {
                sent.Add(TextOf(call));
                return new(TestSlot.Answer("\"hi\"", _owner.Lend()));
            },
            OnStream = (call, token) =>
            {
                sent.Add(TextOf(call));
                return Items(token, "\"a\"", "\"b\"");
            },
        }.Connect();
        Assert.Equal("hi", greeter.Greet("x"));
        Assert.Equal(1, _owner.Returns);
        Assert.Equal("hi", await greeter.GreetAsync("y", Token));
        Assert.Equal(2, _owner.Returns);
        Assert.Equal(["a", "b"], await greeter.GreetAll(["z"], Token).ToListAsync(Token));
        Assert.Equal(4, _owner.Returns);
        Assert.Equal(["greet {\"name\":\"x\"}", "greet_async {\"name\":\"y\"}", "greet_all {\"names\":[\"z\"]}"], sent);
    }

    [Fact]
    public async Task Call_AnswerIsNotTheResult_GivesBytesBackOnce()
    {
        var (greeter, _) = new TestSlot { OnSend = (_, _) => new(TestSlot.Answer("{]", _owner.Lend())), OnStream = (_, token) => Items(token, "7") }.Connect();
        Assert.Throws<PluginSerializationException>(() => greeter.Greet("x"));
        await Assert.ThrowsAsync<PluginSerializationException>(() => greeter.GreetAsync("x", Token));
        await Assert.ThrowsAsync<PluginSerializationException>(async () => await greeter.GreetAll([], Token).ToListAsync(Token));
        Assert.Equal(3, _owner.Returns);
    }

    [Fact]
    public void Payload_DisposedTwice_IsGivenBackOnce()
    {
        var payload = new RemotePayload(ReadOnlySequence<byte>.Empty, _owner.Lend());
        payload.Dispose();
        payload.Dispose();
        Assert.Equal(1, _owner.Returns);
        new RemotePayload(ReadOnlyMemory<byte>.Empty, owner: null).Dispose();
    }

    [Fact]
    public async Task End_CallsOfEveryShapeInside_FailAtOnceAndLateAnswersAreGivenBack()
    {
        var (answer, item) = (new TaskCompletionSource<RemotePayload>(), new TaskCompletionSource<RemotePayload>());
        var slot = new TestSlot { OnSend = (_, _) => new(answer.Task), OnStream = (_, _) => Item(item.Task) };
        var (greeter, instance) = slot.Connect();
        Task[] calls =
        [
            Task.Factory.StartNew(() => greeter.Greet("x"), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Run(() => greeter.GreetAsync("x", Token), Token),
            Task.Run(async () => await greeter.GreetAll([], Token).ToListAsync(Token), Token),
        ];
        await Wait.UntilAsync(() => slot.Sent == 3);
        instance.Die("it ended with exit code 3.");
        foreach (var call in calls)
        {
            var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => call.WaitAsync(Limits.Patience, Token));
            Assert.Equal(("The plugin 'greeter:far' is unavailable: it ended with exit code 3.", PluginErrorCodes.PluginUnavailable), (fault.Message, fault.RootCauseCode));
        }

        Assert.Equal(0, _owner.Returns);
        answer.SetResult(TestSlot.Answer("\"late\"", _owner.Lend()));
        item.SetResult(TestSlot.Answer("\"late\"", _owner.Lend()));

        // The first two calls were given one answer.
        await Wait.UntilAsync(() => _owner.Returns == 2);
        await Wait.UntilAsync(() => _streamEnds == 1);
    }

    [Fact]
    public async Task End_CallsThatComeLater_DoNotLeave()
    {
        var slot = new TestSlot();
        var (greeter, instance) = slot.Connect();
        instance.Die();
        Assert.Throws<PluginUnavailableException>(() => greeter.Greet("x"));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => greeter.GreetAsync("x", Token));
        await Assert.ThrowsAsync<PluginUnavailableException>(async () => await greeter.GreetAll([], Token).ToListAsync(Token));
        Assert.Equal(0, slot.Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_ExchangeFailsOfIt_IsThatError(bool isThrown)
    {
        TestInstance? instance = null;
        IOException broken = new("Broken pipe");
        var slot = new TestSlot
        {
            OnSend = (_, _) =>
            {
                instance!.Die("its process is gone.");
                return isThrown ? throw broken : ValueTask.FromException<RemotePayload>(broken);
            },
        };
        (var greeter, instance) = slot.Connect();
        Assert.Contains("its process is gone.", Assert.Throws<PluginUnavailableException>(() => greeter.Greet("x")).Message, StringComparison.Ordinal);

        (greeter, instance) = new TestSlot { OnSend = (_, _) => isThrown ? throw broken : ValueTask.FromException<RemotePayload>(broken) }.Connect();
        Assert.Same(broken, Assert.Throws<IOException>(() => greeter.Greet("x")));
        Assert.Same(broken, await Assert.ThrowsAsync<IOException>(() => greeter.GreetAsync("x", Token)));
    }

    [Fact]
    public async Task Cancellation_ReachesTheExchange()
    {
        using var cancellation = new CancellationTokenSource();
        var (greeter, _) = new TestSlot { OnSend = static async (_, token) => await Never<RemotePayload>().WaitAsync(token) }.Connect();
        var call = greeter.GreetAsync("x", cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Fact]
    public async Task Cancellation_ExchangeIgnoresIt_CallersLeaveAndLateAnswersAreGivenBack()
    {
        using var cancellation = new CancellationTokenSource();
        var (answer, item) = (new TaskCompletionSource<RemotePayload>(), new TaskCompletionSource<RemotePayload>());
        var (greeter, _) = new TestSlot { OnSend = (_, _) => new(answer.Task), OnStream = (_, _) => Item(item.Task) }.Connect();
        var call = greeter.GreetAsync("x", cancellation.Token);
        var stream = greeter.GreetAll([], cancellation.Token).ToListAsync(Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.WaitAsync(Limits.Patience, Token));

        answer.SetResult(TestSlot.Answer("\"late\"", _owner.Lend()));
        item.SetResult(TestSlot.Answer("\"late\"", _owner.Lend()));
        await Wait.UntilAsync(() => _owner.Returns == 2 && _streamEnds == 1);
    }

    [Fact]
    public async Task Stream_LeftByItsReader_EndsAndGivesItsItemsBack()
    {
        var (greeter, _) = new TestSlot { OnStream = (_, token) => Items(token, "\"a\"", "\"b\"", "\"c\"") }.Connect();
        await foreach (var name in greeter.GreetAll([], Token))
        {
            Assert.Equal("a", name);
            break;
        }

        Assert.Equal((1, 1), (_owner.Returns, _streamEnds));
    }

    [Fact]
    public async Task Stream_Fails_IsThatErrorAndEnds()
    {
        var (greeter, _) = new TestSlot { OnStream = (_, _) => Item(Task.FromException<RemotePayload>(new IOException("Broken pipe"))) }.Connect();
        await Assert.ThrowsAsync<IOException>(async () => await greeter.GreetAll([], Token).ToListAsync(Token));
        Assert.Equal(1, _streamEnds);
    }

    [Fact]
    public async Task Stream_NotOverridden_SaysWhatToDo()
    {
        var (greeter, _) = new TestSlot().Connect();
        var fault = await Assert.ThrowsAsync<NotSupportedException>(async () => await greeter.GreetAll([], Token).ToListAsync(Token));
        Assert.Contains("Override SendStreamAsync", fault.Message, StringComparison.Ordinal);
    }

    private async IAsyncEnumerable<RemotePayload> Items([EnumeratorCancellation] CancellationToken cancellationToken, params string[] items)
    {
        try
        {
            foreach (var item in items)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return TestSlot.Answer(item, _owner.Lend());
            }
        }
        finally
        {
            Interlocked.Increment(ref _streamEnds);
        }
    }

    private async IAsyncEnumerable<RemotePayload> Item(Task<RemotePayload> item)
    {
        try
        {
            yield return await item;
        }
        finally
        {
            Interlocked.Increment(ref _streamEnds);
        }
    }

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private static string TextOf(RemoteCall call)
    {
        var bytes = new ArrayBufferWriter<byte>();
        call.WriteArguments(bytes);
        return $"{call.Hook.WireName} {Encoding.UTF8.GetString(bytes.WrittenSpan)}";
    }
}
