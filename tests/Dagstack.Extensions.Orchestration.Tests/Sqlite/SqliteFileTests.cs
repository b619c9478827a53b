using System.Text;
using Dagstack.Extensions.Orchestration.Sqlite;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private readonly SqliteStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("", "empty")]
    [InlineData(":memory:", "survive")]
    [InlineData("units;Mode=Memory", "survive")]
    [InlineData("file:units.db", "URI")]
    [InlineData("FILE:units.db?cache=shared", "URI")]
    [InlineData("Data Source=units.db", "connection string")]
    public void Resolve_NoPathOfAFile_IsRefusedWithWhatToUse(string path, string what)
    {
        var refusal = Assert.Throws<ArgumentException>(() => SqliteStorePath.Resolve(path, "/srv/app"));

        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_RelativePath_IsBelowTheRoot()
    {
        Assert.Equal(Path.GetFullPath("/srv/app/data/units.db"), SqliteStorePath.Resolve("data/units.db", "/srv/app"));
        Assert.Equal(Path.GetFullPath("/var/units.db"), SqliteStorePath.Resolve(Path.GetFullPath("/var/units.db"), "/srv/app"));
    }

    [Fact]
    public async Task Open_FolderThatIsNot_IsMade()
    {
        await using var store = await _stage.OpenAsync(_stage.Combine("data/of/units.db"));

        await SqliteStage.EnqueueAsync(store);

        Assert.True(File.Exists(_stage.Combine("data/of/units.db")));
    }

    [Fact]
    public async Task Open_FolderThatCannotBeMade_SaysSo()
    {
        File.WriteAllText(_stage.Combine("data"), "a file");
        await using var store = _stage.Create(_stage.Combine("data/units.db"));

        var refusal = await Assert.ThrowsAsync<UnitStoreException>(() => store.OpenAsync(default));

        Assert.Contains($"'{_stage.Combine("data/units.db")}' cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PathOfAFolder_SaysSo()
    {
        Directory.CreateDirectory(_stage.File);
        await using var store = _stage.Create();

        var refusal = await Assert.ThrowsAnyAsync<UnitStoreException>(() => store.OpenAsync(default));

        Assert.Contains($"'{_stage.File}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Open_TextFile_IsRefusedAndLeftAsItIs()
    {
        File.WriteAllText(_stage.File, string.Concat(Enumerable.Repeat("Units of work, a novel.\n", 500)));
        return RefusesAsync("is no SQLite database");
    }

    [Fact]
    public async Task Open_FileThatWasCutOff_IsRefusedAndLeftAsItIs()
    {
        await using (var store = await _stage.OpenAsync())
        {
            await store.WriteAsync([.. Enumerable.Range(0, 500).Select(static i => SqliteStage.New($"p{i}"))], default);
        }

        using (var file = File.OpenWrite(_stage.File))
        {
            file.SetLength(file.Length / 2);
        }

        await RefusesAsync("is damaged, or was cut off");
    }

    [Fact]
    public Task Open_DatabaseOfSomethingElse_IsRefusedAndLeftAsItIs()
    {
        _stage.Execute("create table unit (id integer); insert into unit values (1)");
        return RefusesAsync("is a SQLite database of something else");
    }

    [Fact]
    public async Task Open_FileOfANewerVersion_IsRefusedWithBothVersions()
    {
        await using (await _stage.OpenAsync())
        {
        }

        _stage.Execute("pragma user_version = 99");
        await RefusesAsync($"is of format 99, and this version of Dagstack.Extensions.Orchestration knows formats up to {SqliteSchema.Current}");
    }

    [Fact]
    public async Task Open_FileOfFormat1_KeepsItsUnits()
    {
        _stage.Execute(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests/Dagstack.Extensions.Orchestration.Tests/Sqlite/format1.sql")));

        await using var store = await _stage.OpenAsync();

        var page = await store.ListAsync(new(), default);
        Assert.Equal(["waits", "ran", "done"], page.Units.Select(static unit => unit.UnitId));
        Assert.Equal([UnitState.Queued, UnitState.Running, UnitState.Succeeded], page.Units.Select(static unit => unit.State));
        Assert.Equal("""{"rows":3}""", page.Units[2].Output?.GetRawText());
        var lease = Assert.Single(await store.FindRunnableAsync(["job:import"], new HashSet<string>(), 10, default));
        var queue = (await store.LoadAsync([lease], 10, default))[0]!;
        Assert.Equal([true, false], queue.Units.Select(static unit => unit.IsLost));
        Assert.Equal(8, lease.Epoch);
        Assert.Equal(UnitWriteOutcome.Deduplicated, (await store.WriteAsync([new NewUnit { UnitId = "new", Plugin = "job:import", Args = "{}"u8.ToArray(), IdempotencyKey = "key" }], default))[0].Outcome);
        Assert.Contains(_stage.Logs.Lines, static line => line.Contains("[380]", StringComparison.Ordinal) && line.Contains("1 units were running", StringComparison.Ordinal));
    }

    [Fact]
    public void BusyTimeout_OutOfRange_IsRefused()
    {
        var options = new SqliteUnitStoreOptions();

        Assert.Equal(TimeSpan.FromSeconds(5), options.BusyTimeout);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.BusyTimeout = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.BusyTimeout = TimeSpan.FromHours(1));
    }

    private async Task RefusesAsync(string what)
    {
        var before = await File.ReadAllBytesAsync(_stage.File);
        await using var store = _stage.Create();

        var refusal = await Assert.ThrowsAsync<UnitStoreException>(() => store.OpenAsync(default));

        Assert.Contains($"'{_stage.File}' {what}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("It was left as it is", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_stage.File));

        // Once it is out of the way, the same store can be opened.
        File.Move(_stage.File, _stage.Combine("away.db"));
        await store.OpenAsync(default);
        await SqliteStage.EnqueueAsync(store);
    }
}
