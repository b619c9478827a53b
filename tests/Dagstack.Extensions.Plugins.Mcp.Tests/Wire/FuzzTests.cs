using System.Text;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Servers that do everything wrong that they can: whatever they do, each call ends, and nothing is left.</summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests
{
    private const int Limit = 50_000;

    private static int Count => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 20_000 : 500;

    [Fact]
    public async Task Server_ThatDoesAnything_HangsNoCall()
    {
        await RunAsync(0, Count / 5);
        var before = Memory();
        await RunAsync(Count / 5, Count);

        Assert.InRange(Memory() - before, long.MinValue, 20_000_000);
    }

    /// <summary>Runs the servers of some seeds, on each processor one.</summary>
    private static Task RunAsync(int first, int end) => Parallel.ForAsync(first, end, TestContext.Current.CancellationToken, static async (seed, _) =>
    {
        try
        {
            await RunAsync(new Random(seed));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}", exception);
        }
    });

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task RunAsync(Random random)
    {
        await using var server = FakeServer.Start(isModern: random.Next(2) == 0, graceMs: 0);
        await using var line = server.Transport(Limit);
        await using var connection = await McpConnection.ConnectAsync(line, server.Options(), TestContext.Current.CancellationToken).WaitAsync(FakeServer.Patience);
        var inbound = new List<JsonObject>();
        var calls = random.Next(1, 8);
        var all = new TaskCompletionSource();
        server.On = message =>
        {
            if ((string?)message["method"] != "tools/call")
            {
                return new(false);
            }

            lock (inbound)
            {
                inbound.Add(message);
                if (inbound.Count == calls)
                {
                    all.TrySetResult();
                }
            }

            return new(true);
        };

        using var cancel = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, calls).Select(i => OutcomeAsync(connection.CallAsync($$"""{"i":{{i}}}""", cancellationToken: i % 3 == 0 ? cancel.Token : default), i)).ToArray();
        await all.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);

        var hostile = ToArray(inbound, random);
        for (var i = random.Next(2, 12); i > 0; i--)
        {
            await server.WriteAsync(FuzzLines.Any(random, hostile, Limit));
            if (random.Next(8) == 0)
            {
                await cancel.CancelAsync();
            }
        }

        switch (random.Next(4))
        {
            case 0:
                await server.CloseOutputAsync();
                break;
            case 1:
                server.Gone.TrySetResult();
                break;
            case 2:
                await line.DisposeAsync();
                break;
            default:
                // An end of line, in case one is open; then the server comes to itself.
                await server.WriteLineAsync("");
                foreach (var message in hostile)
                {
                    await server.RespondAsync(message, new JsonObject { ["structuredContent"] = message["params"]!["arguments"]!.DeepClone() });
                }

                break;
        }

        await Task.WhenAll(tasks);
        Assert.Equal(0, line.Inside.CountOfCalls);
    }

    private static JsonObject[] ToArray(List<JsonObject> inbound, Random random)
    {
        lock (inbound)
        {
            var array = inbound.ToArray();
            random.Shuffle(array);
            return array;
        }
    }

    /// <summary>A call ends with its own result, with a typed fault, or cancelled. A <see cref="TimeoutException"/> is a hang.</summary>
    private static async Task OutcomeAsync(Task<WireResult> call, int index)
    {
        try
        {
            using var result = await call;
            if (!result.Structured.IsEmpty && !result.IsError)
            {
                Assert.Equal(index, (int)JsonNode.Parse(Encoding.UTF8.GetString(result.Structured.Span))!["i"]!);
            }
        }
        catch (Exception exception) when (exception is WireException or OperationCanceledException)
        {
            Assert.False(string.IsNullOrEmpty(exception.Message));
        }
    }
}
