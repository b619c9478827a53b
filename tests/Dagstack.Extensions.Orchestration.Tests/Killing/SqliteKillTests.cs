using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>A host over a file that is killed again and again.</summary>
public sealed class SqliteKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Kill_AgainAndAgain_KeepsEveryGuarantee()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It sends signals.");
        using var run = new KillRun(output);
        var (kills, units) = KillRun.IsLong ? (50, 120) : (5, 12);
        var file = Path.Combine(run.Folder, "units.db");
        var enqueue = $"enqueue 200 {units} 300 {run.Dice.Next()}";
        for (var life = 1; life <= kills; life++)
        {
            var host = await run.StartAsync($"n1.{life}", $"sqlite:{file}", slots: 200);
            await host.AskAsync(enqueue);
            await run.UntilRunsAsync(host.Node, 400);
            await run.PauseAsync(0, KillRun.IsLong ? 0.3 : 1);
            await host.KillAsync();
        }

        var last = await run.StartAsync($"n1.{kills + 1}", $"sqlite:{file}", slots: 200);
        await last.AskAsync(enqueue);
        await last.AskAsync("enqueued");
        await last.AskAsync("seen");
        await last.AskAsync("wait");
        await last.AskAsync("final");
        await last.StopAsync();

        var story = run.Judge();
        // The start of the next process is part of it; the worst are suspects, which run one at a time.
        run.AssertDelays(story, "kill", median: 2, worst: double.PositiveInfinity);
        Assert.Equal(200 * units, story.Units.Count);
        Assert.Equal("ok", Check(file));
    }

    private static string Check(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
