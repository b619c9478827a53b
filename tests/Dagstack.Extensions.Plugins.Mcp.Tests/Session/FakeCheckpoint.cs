using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Session;

/// <summary>A store whose saves do what a test says.</summary>
internal sealed class FakeCheckpoint(Func<string, CancellationToken, Task> save) : PluginCheckpoint
{
    private readonly ConcurrentQueue<(string Key, string Value)> _saved = new();

    /// <summary>What was saved, in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Saved => [.. _saved];

    protected override async Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var text = System.Text.Encoding.UTF8.GetString(value.Span);
        await save(key, cancellationToken);
        _saved.Enqueue((key, text));
        return "1";
    }

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) => SaveCoreAsync(key, value, cancellationToken);

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();
}
