using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class StorageKeyTests
{
    private readonly MemoryBlobs _store = new();

    [Theory]
    [InlineData("", "The key '' is not valid: it is empty.")]
    [InlineData("/", "The key '/' is not valid: its segment 1 of 2 is empty.")]
    [InlineData("/a", "its segment 1 of 2 is empty")]
    [InlineData("a/", "its segment 2 of 2 is empty")]
    [InlineData("a//b", "its segment 2 of 3 is empty")]
    [InlineData(".", "its segment 1 of 1 is '.'")]
    [InlineData("a/./b", "its segment 2 of 3 is '.'")]
    [InlineData("..", "its segment 1 of 1 is '..'")]
    [InlineData("a/../../b", "its segment 2 of 4 is '..'")]
    [InlineData("a\\b", "it contains a backslash at position 1")]
    [InlineData("a\0b", "The key 'a\\u0000b' is not valid: it contains the control character U+0000 at position 1.")]
    [InlineData("a\nb", "it contains the control character U+000A at position 1")]
    [InlineData("a\u007F", "it contains the control character U+007F at position 1")]
    [InlineData("a\u0085", "it contains the control character U+0085 at position 1")]
    public async Task Put_KeyThatBreaksARule_NamesTheRule(string key, string message)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(nameof(key), () => _store.PutAsync(key, default(ReadOnlyMemory<byte>)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("A key is one or more segments separated by '/'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_HalfASurrogatePair_IsRefused()
    {
        // Not as theory data: half a pair does not survive the way there.
        foreach (var key in new[] { "a\uD83D", "\uDE00b", "\uD83D\uD83D\uDE00" })
        {
            var error = await Assert.ThrowsAsync<ArgumentException>("key", () => _store.PutAsync(key, default(ReadOnlyMemory<byte>)));
            Assert.Contains("half of a surrogate pair", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Put_Length_IsCountedInBytes()
    {
        await _store.PutAsync(new string('a', 512), default(ReadOnlyMemory<byte>));
        await _store.PutAsync(new string('é', 256), default(ReadOnlyMemory<byte>));
        var error = await Assert.ThrowsAsync<ArgumentException>("key", () => _store.PutAsync(new string('é', 257), default(ReadOnlyMemory<byte>)));
        Assert.Contains("it takes 514 bytes as UTF-8, and at most 512 are allowed", error.Message, StringComparison.Ordinal);
        Assert.Contains(new string('é', 80) + "…'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData("..a/.b/c.")]
    [InlineData("a b/%41/C:/*?\"<>|")]
    [InlineData("😀/é/e\u0301")]
    public async Task Put_KeyThatKeepsTheRules_IsListed(string key)
    {
        await _store.PutAsync(key, default(ReadOnlyMemory<byte>));
        Assert.Equal([key], await _store.ListAsync().ToListAsync());
    }

    [Theory]
    [InlineData("/", "its segment 1 of 2 is empty")]
    [InlineData("a//", "its segment 2 of 3 is empty")]
    [InlineData("../", "its segment 1 of 2 is '..'")]
    [InlineData("a\\", "it contains a backslash at position 1")]
    public void List_PrefixThatNoKeyHas_IsRefused(string prefix, string message) =>
        Assert.StartsWith($"No key begins with the prefix '{prefix}': {message}.", Assert.Throws<ArgumentException>(nameof(prefix), () => _store.ListAsync(prefix)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Members_InvalidKey_AreRefusedBeforeTheStoreIsAsked()
    {
        await Assert.ThrowsAsync<ArgumentException>("key", () => _store.PutAsync("..", new MemoryStream()));
        await Assert.ThrowsAsync<ArgumentException>("key", () => _store.GetAsync(".."));
        await Assert.ThrowsAsync<ArgumentException>("key", () => _store.OpenReadAsync(".."));
        await Assert.ThrowsAsync<ArgumentException>("key", () => _store.DeleteAsync(".."));
        await Assert.ThrowsAsync<ArgumentException>("key", () => _store.ExistsAsync(".."));
        await Assert.ThrowsAsync<ArgumentNullException>("key", () => _store.GetAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("content", () => _store.PutAsync("key", (Stream)null!));
        Assert.Throws<ArgumentNullException>("prefix", () => _store.ListAsync(null!));
    }
}
