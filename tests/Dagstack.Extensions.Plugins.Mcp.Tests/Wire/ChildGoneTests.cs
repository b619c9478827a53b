using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A server that is a child of this process, and the line to it.</summary>
[Collection(nameof(Alone))]
public sealed class ChildGoneTests
{
    /// <summary>A server of the first era that answers the greeting, and dies of a call while a grandchild holds its output and its error output.</summary>
    private const string Server = """
        trap '' TERM
        sleep 300 &
        trap - TERM
        while read -r line; do
            id=$(printf '%s' "$line" | sed -n 's/.*"id":\("[^"]*"\|[0-9]*\).*/\1/p')
            case $line in
                *'"initialize"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}}\n' "$id";;
                *'"tools/call"'*) echo dying >&2; exit 3;;
            esac
        done
        """;

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task LeaderEnded_GrandchildHoldsAllPipes_CallFailsAfterOneGrace()
    {
        await using var child = Children.Shell(Server);
        await using var line = new LineTransport(child.Input, child.Output, child.LeaderEnded);
        await using var connection = await McpConnection.ConnectAsync(line, new() { Era = ProtocolEra.Initialize }, TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);

        var call = connection.CallAsync();
        await child.LeaderEnded.WaitAsync(Limits.Patience);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var fault = await call.FailAsync();
        var milliseconds = Children.Milliseconds(start);

        TestContext.Current.TestOutputHelper?.WriteLine($"The call failed {milliseconds:0} ms after the end of the process.");
        Assert.Equal(WireFault.Gone, fault.Fault);
        // One grace of 50 ms; the rest is for a machine that is busy. The grandchild would hold the pipes for minutes.
        Assert.InRange(milliseconds, 0, 2_000);
        var end = await Children.EndAsync(child);
        Assert.Equal((3, null), (end.ExitCode, end.Signal));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task LeaderEnded_ErrorOutputIsStillDrained_IsTold()
    {
        // The clock stands, and the grandchild holds the pipes: the end itself is told only later.
        var time = new StepTime();
        var line = new TaskCompletionSource<string>();
        await using var child = Children.Shell(Server, Children.Standing(time, text => line.TrySetResult(text)));
        await Children.WriteAsync(child, "\"tools/call\"\n");

        await child.LeaderEnded.WaitAsync(Limits.Patience);

        // What is read counts, and the steps of this clock are shorter than a reading may be.
        Assert.Equal("dying", await line.Task.WaitAsync(Limits.Patience));

        Assert.False(child.Ended.IsCompleted);
        Assert.Equal("its process has ended with exit code 3; it wrote last: dying", (await time.RunAsync(child.StopAsync())).Text);
    }
}
