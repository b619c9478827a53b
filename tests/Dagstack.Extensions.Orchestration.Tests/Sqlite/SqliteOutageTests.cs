using System.Diagnostics;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqliteOutageTests : IDisposable
{
    private readonly SqliteStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Write_FileThatAToolHasLocked_IsOutAndWorksAgainAfterwards()
    {
        await using var store = await _stage.OpenAsync(options: new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        var before = await SqliteStage.EnqueueAsync(store);
        using (var tool = _stage.Connect())
        {
            using var command = tool.CreateCommand();
            command.CommandText = "begin immediate";
            command.ExecuteNonQuery();

            var outage = await Assert.ThrowsAsync<UnitStoreUnavailableException>(() => store.WriteAsync([SqliteStage.New()], default));
            Assert.Contains($"'{_stage.File}' is out: another program has it locked", outage.Message, StringComparison.Ordinal);
            Assert.Equal(UnitState.Queued, (await store.FindAsync(before, default))!.State);
        }

        var after = await SqliteStage.EnqueueAsync(store);
        Assert.Equal([after, before], (await store.ListAsync(new(), default)).Units.Select(static unit => unit.UnitId));
        Assert.Single(_stage.Logs.Lines, static line => line.Contains("Warning units[382]", StringComparison.Ordinal));
        Assert.Single(_stage.Logs.Lines, static line => line.Contains("[383]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_FileThatWasReplacedMeanwhile_IsRefusedForGood()
    {
        await using var store = await _stage.OpenAsync(options: new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        using (var tool = _stage.Connect())
        {
            using var command = tool.CreateCommand();
            command.CommandText = "begin immediate; update store set epoch = epoch + 1";
            command.ExecuteNonQuery();
            await Assert.ThrowsAsync<UnitStoreUnavailableException>(() => store.WriteAsync([SqliteStage.New()], default));
            command.CommandText = "commit";
            command.ExecuteNonQuery();
        }

        var refusal = await Assert.ThrowsAsync<UnitStoreException>(() => store.WriteAsync([SqliteStage.New()], default));

        Assert.Contains("was replaced, or opened by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, _stage.Execute("select count(*) from unit"));
    }

    [Fact]
    public async Task Write_DiskThatIsFull_IsOutAndWorksAgainAfterwards()
    {
        var disk = _stage.Combine("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk), "A small file system in memory cannot be mounted here: it takes Linux and root.");
        try
        {
            var file = Path.Combine(disk, "units.db");
            await using (var store = await _stage.OpenAsync(file))
            {
                var acknowledged = new List<string>();
                var outage = await Assert.ThrowsAsync<UnitStoreUnavailableException>(async () =>
                {
                    while (true)
                    {
                        acknowledged.Add(await SqliteStage.EnqueueAsync(store, argsLength: 50_000));
                    }
                });
                Assert.Contains($"'{file}' is out", outage.Message, StringComparison.Ordinal);
                await Assert.ThrowsAsync<UnitStoreUnavailableException>(() => store.WriteAsync([SqliteStage.New(argsLength: 3_000_000)], default));
                Assert.Equal(acknowledged.Count, (await store.CountAsync(default))[0].Queued);

                Assert.True(Run("mount", "-o", "remount,size=64m", disk));

                acknowledged.Add(await SqliteStage.EnqueueAsync(store, argsLength: 50_000));
                Assert.Equal(Enumerable.Reverse(acknowledged), (await store.ListAsync(new() { Limit = 1000 }, default)).Units.Select(static unit => unit.UnitId));
            }
        }
        finally
        {
            Assert.True(Run("umount", disk));
        }
    }

    [Fact]
    public async Task Write_ListenerThatThrows_IsMadeAllTheSame()
    {
        await using var store = await _stage.OpenAsync();
        store.Signalled += static _ => throw new InvalidOperationException("listener");

        var unitId = await SqliteStage.EnqueueAsync(store);
        await SqliteStage.EnqueueAsync(store);

        Assert.NotNull(await store.FindAsync(unitId, default));
        await Plugins.Tests.Wait.UntilAsync(() => _stage.Logs.Lines.Count(static line => line.Contains("Error units[384]", StringComparison.Ordinal) && line.Contains("listener", StringComparison.Ordinal)) == 2);
    }

    [Fact]
    public async Task Use_BeforeItIsOpen_SaysWhatToCall()
    {
        await using var store = _stage.Create();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => store.FindAsync("any", default));

        Assert.Contains("OpenAsync", refusal.Message, StringComparison.Ordinal);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
