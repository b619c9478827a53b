using Dagstack.Extensions.Orchestration.Sqlite;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqliteExclusiveTests : IDisposable
{
    private readonly SqliteStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Open_FileThatThisProcessHasOpen_IsRefusedByNameAndOpensLater()
    {
        await using var second = _stage.Create();
        await using (var first = await _stage.OpenAsync())
        {
            var refusal = await Assert.ThrowsAsync<UnitStoreException>(() => second.OpenAsync(default));
            Assert.Contains($"'{_stage.File}' is in use by process {Environment.ProcessId} on {Environment.MachineName}", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("name another path", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Dagstack.Extensions.Orchestration.PostgreSql", refusal.Message, StringComparison.Ordinal);
            await SqliteStage.EnqueueAsync(first);
        }

        await second.OpenAsync(default);
        await SqliteStage.EnqueueAsync(second);
    }

    [Fact]
    public async Task Open_LinkToAFileThatIsOpen_IsRefused()
    {
        await using var first = await _stage.OpenAsync();
        File.CreateSymbolicLink(_stage.Combine("link.db"), _stage.File);

        await using var second = _stage.Create(SqliteStorePath.Resolve("link.db", Path.GetDirectoryName(_stage.File)!));

        await Assert.ThrowsAsync<UnitStoreException>(() => second.OpenAsync(default));
    }

    [Fact]
    public async Task Open_FileOfAnotherProcess_IsRefusedUntilThatIsKilled()
    {
        using var other = await UnitFileProcess.HoldAsync(_stage.File);
        await using var store = _stage.Create();

        var refusal = await Assert.ThrowsAsync<UnitStoreException>(() => store.OpenAsync(default));
        Assert.Contains($"process {other.Id} on {Environment.MachineName}", refusal.Message, StringComparison.Ordinal);

        await other.KillAsync();
        Assert.True(File.Exists(_stage.File + ".owner"));
        await store.OpenAsync(default);
        await SqliteStage.EnqueueAsync(store);
    }

    [Fact]
    public async Task Open_ProcessThatComesSecond_IsRefusedAndDisturbsNobody()
    {
        await using var store = await _stage.OpenAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => UnitFileProcess.HoldAsync(_stage.File));

        Assert.Contains($"refused The store of units of work '{_stage.File}' is in use by process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        await SqliteStage.EnqueueAsync(store);
    }

    [Fact]
    public async Task Dispose_LeavesNoOwner()
    {
        await using (await _stage.OpenAsync())
        {
            Assert.True(File.Exists(_stage.File + ".owner"));
        }

        Assert.False(File.Exists(_stage.File + ".owner"));
        Assert.False(File.Exists(_stage.File + "-wal"));
    }
}
