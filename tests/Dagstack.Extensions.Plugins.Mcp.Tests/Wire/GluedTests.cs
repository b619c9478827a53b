using System.Text;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>Messages with no end of line between them: each call ends, by its own answer if that is whole.</summary>
public sealed class GluedTests
{
    private static int Count => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 5_000 : 200;

    [Theory]
    [InlineData("A1B1", "A", "B")]
    [InlineData("A1 \t B1", "A", "B")]
    [InlineData("B1A1", "A", "B")]
    [InlineData("A0B1", null, "B")]
    [InlineData("A1B0", "A", null)]
    [InlineData("A0B0", null, null)]
    [InlineData("noise A0noise {\"id\":1} B1", null, "B")]
    [InlineData("A1B1noise", "A", null)]
    [InlineData("N1A1N1B1", "A", "B")]
    [InlineData("N0A1N0B1", "A", "B")]
    public async Task Answers_Glued_EndTheirCalls(string line, string? first, string? second)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"));
        await using var connection = await server.ConnectAsync();
        var one = connection.CallAsync();
        var requestA = await server.NextAsync("tools/call");
        var two = connection.CallAsync();
        var requestB = await server.NextAsync("tools/call");
        const string Note = """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"d"}}""";

        await server.WriteLineAsync(line
            .Replace("A1", Answer(requestA, "first"), StringComparison.Ordinal).Replace("A0", Answer(requestA, "first")[..^20], StringComparison.Ordinal)
            .Replace("B1", Answer(requestB, "second"), StringComparison.Ordinal).Replace("B0", Answer(requestB, "second")[..^20], StringComparison.Ordinal)
            .Replace("N1", Note, StringComparison.Ordinal).Replace("N0", Note[..^20], StringComparison.Ordinal));

        await EndsAsync(one, first is null ? null : "first");
        await EndsAsync(two, second is null ? null : "second");
    }

    [Fact]
    public async Task Answers_GluedInAnyWay_EndTheirCalls()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            try
            {
                await RunAsync(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}", exception);
            }
        }
    }

    [Fact]
    public void Next_LineOfNothingButBeginnings_LooksAtEachByteAFewTimes()
    {
        var line = Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("{\"id\":", 1_000_000)));

        // Each beginning has a tail of up to 7 MB, so that to look at all of them whole would take hours.
        Assert.Equal(-1, new MessageSplit(line.Length).Next(line));
    }

    /// <summary>All answers in one line or several, each once, whole or cut behind its id, with or without a text between.</summary>
    private static async Task RunAsync(Random random)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"), isModern: random.Next(2) == 0);
        await using var connection = await server.ConnectAsync();
        var calls = new List<(Task<WireResult> Call, JsonObject Request, string Text)>();
        for (var i = random.Next(2, 12); i > 0; i--)
        {
            var call = connection.CallAsync();
            calls.Add((call, await server.NextAsync("tools/call"), new string((char)('a' + i), random.Next(2) == 0 ? 10 : 50_000)));
        }

        var text = new StringBuilder();
        var expected = new List<(Task<WireResult> Call, string? Text)>();
        foreach (var (call, request, result) in calls.OrderBy(_ => random.Next()))
        {
            var answer = Answer(request, result);
            var isWhole = random.Next(3) > 0;
            var head = answer.IndexOf("\"result\"", StringComparison.Ordinal);
            text.Append(random.Next(4) == 0 ? "noise { \"id\": " : "");
            text.Append(isWhole ? answer : answer[..random.Next(head, answer.Length)]);
            text.Append(random.Next(4) == 0 ? "\n" : random.Next(4) == 0 ? " " : "");
            expected.Add((call, isWhole ? result : null));
        }

        await server.WriteLineAsync(text.ToString());
        foreach (var (call, result) in expected)
        {
            await EndsAsync(call, result, isOrFails: true);
        }
    }

    private static string Answer(JsonObject request, string text) =>
        $$$$"""{"jsonrpc":"2.0","id":{{{{request["id"]!.ToJsonString()}}}},"result":{"content":[{"type":"text","text":"{{{{text}}}}"}],"structuredContent":{"id":"d-1","result":{"method":"m"}},"_meta":{"a":"b"}}}""";

    /// <summary>Ends with its text, or fails. A <see cref="TimeoutException"/> is a hang.</summary>
    private static async Task EndsAsync(Task<WireResult> call, string? text, bool isOrFails = false)
    {
        try
        {
            using var result = await call;
            Assert.Equal(text, result.ReadText().Text());
        }
        catch (WireException fault)
        {
            Assert.Equal(WireFault.Nonsense, fault.Fault);
            Assert.True(text is null || isOrFails, fault.Message);
        }
    }
}
