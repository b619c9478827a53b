using System.Text.Json;
using Letters;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>Calls of a class in .NET in a process of its own, against a server and a client of the SDK, the same class in process, and a pipe.</summary>
internal static class WorkerCallTurns
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        await using var box = new Letterbox();
        var own = await box.StartAsync<ILetter>(await box.AddAsync("own", "letter", "EchoLetter", "runtime = \"mcp_stdio\"").ConfigureAwait(false), "letter:own").ConfigureAwait(false);
        var inside = await box.StartAsync<ILetter>(await box.AddAsync("inside", "letter", "EchoLetter", "runtime = \"in_process\"").ConfigureAwait(false), "letter:inside").ConfigureAwait(false);
        await using var client = await McpClient.CreateAsync(new StdioClientTransport(new() { Command = Letterbox.Server, Arguments = ["sdk"] })).ConfigureAwait(false);
        using var pipe = new LineProcess(Letterbox.Server, "lines");
        foreach (var characters in new[] { 100, 10_000, 1_000_000 })
        {
            var letter = new Letter(new string('x', characters));
            var arguments = new Dictionary<string, object?> { ["text"] = letter.Text };
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(letter, LetterJson.Default.Letter), (byte)'\n'];
            await TurnTable.WriteAsync($"a call with {characters:N0} characters", Rounds,
            [
                TurnTable.Calls("client and server of the SDK", async () => Check((await client.CallToolAsync("send", arguments).ConfigureAwait(false)).StructuredContent!.Value.Deserialize(LetterJson.Default.Letter)!)),
                TurnTable.Calls("worker", async () => Check(await own.SendAsync(letter).ConfigureAwait(false))),
                TurnTable.Calls("bare pipe", async () => CheckLength((await pipe.AskAsync(line).ConfigureAwait(false)).Length, line.Length)),
                TurnTable.Calls("in process", async () => Check(await inside.SendAsync(letter).ConfigureAwait(false))),
            ]).ConfigureAwait(false);

            void Check(Letter answer) => CheckLength(answer.Text.Length, characters);
        }
    }

    private static void CheckLength(int length, int expected)
    {
        if (length != expected)
        {
            throw new InvalidOperationException($"The answer has {length} characters, not {expected}.");
        }
    }
}
