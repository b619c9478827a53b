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
        Assert.Throws<ArgumentException>("prefix", () => checkpoint.ListAsync("/"));
    }

    private StoredCheckpoint Open(string store) => new(store == "memory" ? new MemoryBlobs() : new FileBlobStore(_folder.Path, NullLogger.Instance));
}
