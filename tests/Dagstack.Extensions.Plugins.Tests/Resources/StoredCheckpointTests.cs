using System.Text.Json;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class StoredCheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Stores => ["memory", "file"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Load_WhatWasSaved_IsGivenBackUntilDeleted(string store)
    {
        var checkpoint = Open(store);
        Assert.Null(await checkpoint.LoadAsync("unit/1"));
        await checkpoint.SaveAsync("unit/1", new byte[] { 1, 2 });
        await checkpoint.SaveAsync("unit/1", new byte[] { 3 });
        await checkpoint.SaveAsync("unit/2", default(ReadOnlyMemory<byte>));
        await checkpoint.SaveAsync("other", new byte[] { 4 });
        Assert.Equal(new byte[] { 3 }, await checkpoint.LoadAsync("unit/1"));
        Assert.Equal(Array.Empty<byte>(), await checkpoint.LoadAsync("unit/2"));
        Assert.Equal(["unit/1", "unit/2"], await checkpoint.ListAsync("unit/").ToListAsync());
        Assert.Equal(["other", "unit/1", "unit/2"], await checkpoint.ListAsync().ToListAsync());
        Assert.True(await checkpoint.DeleteAsync("unit/1"));
        Assert.False(await checkpoint.DeleteAsync("unit/1"));
        Assert.Null(await checkpoint.LoadAsync("unit/1"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Load_Typed_BringsTheValueBack(string store)
    {
        var checkpoint = Open(store);
        Assert.Null(await checkpoint.LoadAsync("unit", UnitJson.Default.Unit));
        Assert.Null(await checkpoint.LoadAsync("number", UnitJson.Default.NullableInt32));
        await checkpoint.SaveAsync("unit", new Unit("Größe", 3), UnitJson.Default.Unit);
        await checkpoint.SaveAsync("number", 0, UnitJson.Default.NullableInt32);
        Assert.Equal(new Unit("Größe", 3), await checkpoint.LoadAsync("unit", UnitJson.Default.Unit));
        Assert.Equal(0, await checkpoint.LoadAsync("number", UnitJson.Default.NullableInt32));
    }

    [Fact]
    public async Task Load_NotTheJsonOfTheType_NamesKeyAndType()
    {
        var checkpoint = Open("memory");
        await checkpoint.SaveAsync("unit", "{\"Done\": \"many\"}"u8.ToArray());
        var error = await Assert.ThrowsAsync<JsonException>(() => checkpoint.LoadAsync("unit", UnitJson.Default.Unit));
        Assert.StartsWith($"The checkpoint 'unit' is not the JSON of a {typeof(Unit)}:", error.Message, StringComparison.Ordinal);
        Assert.Equal("$.Done", error.Path);
    }

    [Fact]
    public async Task Load_AnotherCheckpointOfTheFolder_FindsTheValue()
    {
        await Open("file").SaveAsync("unit", new Unit("a", 1), UnitJson.Default.Unit);
        Assert.Equal(new Unit("a", 1), await Open("file").LoadAsync("unit", UnitJson.Default.Unit));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replace_TheVersionThatIsKnown_SavesAndAnotherIsAConflict(string store)
    {
        var checkpoint = Open(store);
        var first = await checkpoint.ReplaceAsync("unit", new Unit("a", 1), UnitJson.Default.Unit, version: null);
        Assert.Equal(first, (await checkpoint.LoadVersionAsync("unit", UnitJson.Default.Unit))!.Version);
        var second = await checkpoint.ReplaceAsync("unit", new Unit("a", 2), UnitJson.Default.Unit, first);
        Assert.NotEqual(first, second);

        var conflict = await Assert.ThrowsAsync<CheckpointConflictException>(() => checkpoint.ReplaceAsync("unit", new Unit("a", 3), UnitJson.Default.Unit, first));
        Assert.Equal(("unit", first, second), (conflict.Key, conflict.Expected, conflict.Found));
        Assert.Equal($"The checkpoint 'unit' was not replaced: the version '{second}' is there, and the version '{first}' is expected. Somebody else has saved it meanwhile. Load it again with LoadVersionAsync, and replace the version that comes with it.", conflict.Message);
        Assert.Contains("none is expected", (await Assert.ThrowsAsync<CheckpointConflictException>(() => checkpoint.ReplaceAsync("unit", default(ReadOnlyMemory<byte>), version: null))).Message, StringComparison.Ordinal);

        var saved = (await checkpoint.LoadVersionAsync("unit", UnitJson.Default.Unit))!;
        Assert.Equal((new Unit("a", 2), second), (saved.Value, saved.Version));
        Assert.True(await checkpoint.DeleteAsync("unit"));
        Assert.Equal($"The checkpoint 'unit' was not replaced: none is there, and the version '{second}' is expected. It has been deleted meanwhile. Save it with null for the version, if it is to be there again.", (await Assert.ThrowsAsync<CheckpointConflictException>(() => checkpoint.ReplaceAsync("unit", new Unit("a", 3), UnitJson.Default.Unit, second))).Message);
        Assert.Null(await checkpoint.LoadVersionAsync("unit"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Replace_ByManyAtOnce_LosesNothing(string store)
    {
        // Two instances of one plugin, as during a reload.
        var stores = new ResourceStores(new() { Checkpoints = Blobs(store) }, _folder.Path, NullLogger.Instance);
        StoredCheckpoint[] instances = [stores.CheckpointsOf(new("stage", "a")), stores.CheckpointsOf(new("stage", "a"))];
        var conflicts = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var seen = await instances[index % 2].LoadVersionAsync("sum", UnitJson.Default.NullableInt32);
                try
                {
                    await instances[index % 2].ReplaceAsync("sum", (seen?.Value ?? 0) + 1, UnitJson.Default.NullableInt32, seen?.Version);
                    done++;
                }
                catch (CheckpointConflictException)
                {
                    Interlocked.Increment(ref conflicts);
                }
            }
        })));

        Assert.Equal(200, await instances[0].LoadAsync("sum", UnitJson.Default.NullableInt32));
        TestContext.Current.TestOutputHelper?.WriteLine($"{conflicts} conflicts");
    }

    [Fact]
    public async Task Replace_Cancelled_LeavesWhatWasThereAndLetsOthersIn()
    {
        var turns = new KeyTurns();
        var checkpoint = new StoredCheckpoint(new MemoryBlobs(), turns);
        var version = await checkpoint.SaveAsync("unit", new byte[] { 1 });
        var other = await turns.EnterAsync("unit", TestContext.Current.CancellationToken);

        // What has another key does not wait.
        await checkpoint.SaveAsync("other", new byte[] { 1 }, TestContext.Current.CancellationToken);
        using var cancelled = new CancellationTokenSource();
        var waiting = checkpoint.ReplaceAsync("unit", new byte[] { 2 }, version, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        other.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checkpoint.ReplaceAsync("unit", new byte[] { 2 }, version, cancelled.Token));
        Assert.Equal(version, (await checkpoint.LoadVersionAsync("unit"))!.Version);
        await checkpoint.ReplaceAsync("unit", new byte[] { 3 }, version);
        Assert.Equal(new byte[] { 3 }, await checkpoint.LoadAsync("unit"));
    }

    [Fact]
    public async Task Save_StoreThatThrowsOrBlocks_HoldsUpNobodyButThoseOfTheKey()
    {
        var store = new FaultyStore();
        var checkpoint = new StoredCheckpoint(store, new());
        store.Fault = new IOException("the disk is full");
        Assert.Same(store.Fault, await Assert.ThrowsAsync<IOException>(() => checkpoint.SaveAsync("unit", new byte[] { 1 })));
        store.Fault = null;
        await checkpoint.SaveAsync("unit", new byte[] { 2 });

        store.Blocked = "unit";
        var blocked = checkpoint.SaveAsync("unit", new byte[] { 3 });
        using var cancelled = new CancellationTokenSource();
        var waiting = checkpoint.ReplaceAsync("unit", new byte[] { 4 }, version: null, cancelled.Token);
        await checkpoint.SaveAsync("other", new byte[] { 5 });
        Assert.False(blocked.IsCompleted || waiting.IsCompleted);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        store.Release.SetResult();
        await blocked;
        Assert.Equal(new byte[] { 3 }, await checkpoint.LoadAsync("unit"));
    }

    [Fact]
    public async Task Members_InvalidArguments_AreRefused()
    {
        var checkpoint = Open("memory");
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.SaveAsync("../a", default(ReadOnlyMemory<byte>)));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.SaveAsync("", new Unit("a", 1), UnitJson.Default.Unit));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.LoadAsync("a//b"));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.LoadAsync("..", UnitJson.Default.Unit));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.DeleteAsync("/"));
        await Assert.ThrowsAsync<ArgumentNullException>("typeInfo", () => checkpoint.LoadAsync<Unit>("a", null!));
        await Assert.ThrowsAsync<ArgumentNullException>("typeInfo", () => checkpoint.SaveAsync("a", new Unit("a", 1), null!));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.LoadVersionAsync("a//b"));
        await Assert.ThrowsAsync<ArgumentException>("key", () => checkpoint.ReplaceAsync("..", default(ReadOnlyMemory<byte>), null));
        await Assert.ThrowsAsync<ArgumentNullException>("typeInfo", () => checkpoint.ReplaceAsync("a", new Unit("a", 1), null!, null));
        await Assert.ThrowsAsync<ArgumentNullException>("typeInfo", () => checkpoint.LoadVersionAsync<Unit>("a", null!));
        Assert.Throws<ArgumentException>("prefix", () => checkpoint.ListAsync("/"));
    }

    private StoredCheckpoint Open(string store) => new(Blobs(store), new());

    private BlobStore Blobs(string store) => store == "memory" ? new MemoryBlobs() : new FileBlobStore(_folder.Path, NullLogger.Instance);

    /// <summary>A store of the host that throws, or does not come back from one key.</summary>
    private sealed class FaultyStore : BlobStore
    {
        private readonly MemoryBlobs _inner = new();

        public Exception? Fault { get; set; }

        public string? Blocked { get; set; }

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task PutCoreAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            if (Fault is { } fault)
            {
                throw fault;
            }

            if (key == Blocked)
            {
                await Release.Task;
            }

            await _inner.PutAsync(key, content, cancellationToken);
        }

        protected override Task PutCoreAsync(string key, Stream content, CancellationToken cancellationToken) => _inner.PutAsync(key, content, cancellationToken);

        protected override Task<byte[]?> GetCoreAsync(string key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

        protected override Task<Stream?> OpenReadCoreAsync(string key, CancellationToken cancellationToken) => _inner.OpenReadAsync(key, cancellationToken);

        protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => _inner.DeleteAsync(key, cancellationToken);

        protected override Task<bool> ExistsCoreAsync(string key, CancellationToken cancellationToken) => _inner.ExistsAsync(key, cancellationToken);

        protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => _inner.ListAsync(prefix, cancellationToken);
    }
}
