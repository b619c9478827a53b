using System.Text;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>What every blob store promises.</summary>
public abstract class BlobStoreTests
{
    private protected abstract BlobStore Store { get; }

    [Fact]
    public async Task Get_WhatWasPut_IsGivenBackUntilDeleted()
    {
        Assert.Null(await Store.GetAsync("a/b"));
        Assert.Null(await Store.OpenReadAsync("a/b"));
        Assert.False(await Store.ExistsAsync("a/b"));
        Assert.False(await Store.DeleteAsync("a/b"));

        await Store.PutAsync("a/b", "first"u8.ToArray());
        Assert.True(await Store.ExistsAsync("a/b"));
        Assert.Equal("first", await TextAsync("a/b"));
        await Store.PutAsync("a/b", "2"u8.ToArray());
        Assert.Equal("2", await TextAsync("a/b"));

        Assert.True(await Store.DeleteAsync("a/b"));
        Assert.False(await Store.DeleteAsync("a/b"));
        Assert.False(await Store.ExistsAsync("a/b"));
        Assert.Null(await Store.GetAsync("a/b"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(1 << 20)]
    public async Task Put_Stream_IsStoredFromWhereItStands(int length)
    {
        var content = new byte[length + 3];
        new Random(length).NextBytes(content);
        using var stream = new MemoryStream(content) { Position = 3 };
        await Store.PutAsync("key", stream);
        Assert.True(stream.CanRead);
        Assert.Equal(content[3..], await Store.GetAsync("key"));
        await using var read = await Store.OpenReadAsync("key");
        Assert.False(read!.CanWrite);
        using var copy = new MemoryStream();
        await read.CopyToAsync(copy);
        Assert.Equal(content[3..], copy.ToArray());
    }

    [Fact]
    public async Task Put_ArrayChangedAfterwards_DoesNotChangeTheBlob()
    {
        var content = "mine"u8.ToArray();
        await Store.PutAsync("key", content);
        content[0] = (byte)'x';
        var got = await Store.GetAsync("key");
        got![1] = (byte)'x';
        Assert.Equal("mine", await TextAsync("key"));
    }

    [Fact]
    public async Task OpenRead_ReplacedAndDeletedMeanwhile_GoesOnWithTheSameContent()
    {
        await Store.PutAsync("key", "old content"u8.ToArray());
        await using var read = await Store.OpenReadAsync("key");
        var first = new byte[4];
        await read!.ReadExactlyAsync(first);
        await Store.PutAsync("key", "NEW"u8.ToArray());
        Assert.True(await Store.DeleteAsync("key"));
        using var rest = new StreamReader(read);
        Assert.Equal("old content", Encoding.UTF8.GetString(first) + await rest.ReadToEndAsync());
    }

    [Fact]
    public async Task Put_StreamFails_LeavesWhatWasThere()
    {
        await Store.PutAsync("key", "old"u8.ToArray());
        var pieces = 0;
        using var failing = new FeedStream(_ => pieces++ == 0 ? Task.FromResult("torn"u8.ToArray()) : throw new IOException("The line is dead."));
        Assert.Equal("The line is dead.", (await Assert.ThrowsAsync<IOException>(() => Store.PutAsync("key", failing))).Message);
        Assert.Equal("old", await TextAsync("key"));
        Assert.Equal(["key"], await ListAsync(""));
    }

    [Fact]
    public async Task Put_CancelledMidway_LeavesWhatWasThere()
    {
        await Store.PutAsync("key", "old"u8.ToArray());
        using var cancellation = new CancellationTokenSource();
        using var endless = new FeedStream(async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            return [1];
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("key", endless, cancellation.Token));
        Assert.Equal("old", await TextAsync("key"));
    }

    [Fact]
    public async Task Put_CancelledAtTheLastPiece_LeavesWhatWasThere()
    {
        await Store.PutAsync("key", "old"u8.ToArray());
        using var cancellation = new CancellationTokenSource();
        using var deaf = new FeedStream(async _ =>
        {
            await cancellation.CancelAsync();
            return [];
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("key", deaf, cancellation.Token));
        Assert.Equal("old", await TextAsync("key"));
    }

    [Fact]
    public async Task Members_CancelledBefore_DoNothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Store.PutAsync("key", "old"u8.ToArray());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("key", "new"u8.ToArray(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync("key", new MemoryStream(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.GetAsync("key", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.OpenReadAsync("key", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ExistsAsync("key", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.DeleteAsync("key", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.ListAsync("", cancelled).ToListAsync());
        Assert.Equal("old", await TextAsync("key"));
    }

    [Fact]
    public async Task List_Prefixes_GiveTheKeysInOrdinalOrder()
    {
        string[] keys = ["b", "a/b", "a", "a-b", "a/B", "A", "a/b/c", "é", "a/1", "a/10", "a/2", new string('x', 300), new string('x', 300) + "/y", new string('x', 299)];
        foreach (var key in keys)
        {
            await Store.PutAsync(key, Encoding.UTF8.GetBytes(key));
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await ListAsync(""));
        foreach (var prefix in new[] { "a", "a/", "a/b", "a/1", "A", "a/b/", "absent/", "e", "a/.", new string('x', 299), new string('x', 300) + "/" })
        {
            Assert.Equal(keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal), await ListAsync(prefix));
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, await TextAsync(key));
        }
    }

    [Fact]
    public async Task Delete_ManyAtOneTime_OneHasDoneIt()
    {
        for (var round = 0; round < 20; round++)
        {
            await Store.PutAsync("key", "x"u8.ToArray());
            var deleted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.DeleteAsync("key"))));
            Assert.Single(deleted, static done => done);
        }
    }

    [Fact]
    public async Task Get_WhileWritersReplace_IsNeverTornAndTheLastOneStays()
    {
        int[] sizes = [0, 10, 70_000, 1 << 20];
        await Store.PutAsync("key", Writer.Content.Make(0, 10, new Random(0)));
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            var reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++)
            {
                if (reader == 0)
                {
                    await using var stream = await Store.OpenReadAsync("key");
                    using var copy = new MemoryStream();
                    await stream!.CopyToAsync(copy);
                    Assert.NotNull(Writer.Content.Read(copy.ToArray()));
                }
                else
                {
                    Assert.NotNull(Writer.Content.Read((await Store.GetAsync("key"))!));
                }
            }
        })).ToList();
        var writers = Enumerable.Range(1, 2).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var version = 1; version <= 40; version++)
            {
                await Store.PutAsync("key", Writer.Content.Make(version, sizes[random.Next(sizes.Length)], random));
            }
        }));
        await Task.WhenAll(writers);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        // Both writers end with version 40, and of the two the one that came last stays.
        Assert.Equal(40, Writer.Content.Read((await Store.GetAsync("key"))!));
        Assert.Equal(["key"], await ListAsync(""));
    }

    private protected Task<List<string>> ListAsync(string prefix) => Store.ListAsync(prefix).ToListAsync().AsTask();

    private protected async Task<string> TextAsync(string key) => Encoding.UTF8.GetString((await Store.GetAsync(key))!);
}
