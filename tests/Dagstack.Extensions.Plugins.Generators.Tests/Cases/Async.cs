using System;
using System.Threading;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("store")]
internal interface IStore
{
    Task SaveAsync(string key, int mode);

    Task<string> LoadAsync(string key, int mode);

    ValueTask DropAsync(string key, int mode);

    ValueTask<int> CountAsync(string key, int mode);

    Task<string?> FindAsync(string? key = null);

    Task Ready { get; }

    ValueTask<int> Size { get; }
}

internal sealed class Store : IStore
{
    public Task Ready => PendAsync(1);

    public ValueTask<int> Size => new(7);

    public Task SaveAsync(string key, int mode) => mode switch
    {
        0 => Task.CompletedTask,
        1 => throw new InvalidOperationException(key),
        _ => PendAsync(mode),
    };

    public Task<string> LoadAsync(string key, int mode) => mode switch
    {
        0 => Task.FromResult(key),
        1 => throw new InvalidOperationException(key),
        2 => Task.FromException<string>(new TimeoutException(key)),
        3 => Task.FromCanceled<string>(new CancellationToken(true)),
        _ => ThenAsync(key, mode),
    };

    public ValueTask DropAsync(string key, int mode) => mode switch
    {
        0 => default,
        1 => throw new InvalidOperationException(key),
        _ => new(PendAsync(mode)),
    };

    public ValueTask<int> CountAsync(string key, int mode) => mode switch
    {
        0 => new(key.Length),
        1 => throw new InvalidOperationException(key),
        2 => ValueTask.FromException<int>(new TimeoutException(key)),
        _ => LengthAsync(key, mode),
    };

    public Task<string?> FindAsync(string? key) => Task.FromResult(key);

    private static async Task PendAsync(int mode)
    {
        await Task.Yield();
        if (mode > 4)
        {
            throw new TimeoutException("late");
        }
    }

    private static async Task<string> ThenAsync(string key, int mode)
    {
        await PendAsync(mode);
        return key + key;
    }

    private static async ValueTask<int> LengthAsync(string key, int mode)
    {
        await PendAsync(mode);
        return key.Length;
    }
}

internal static class Calls
{
    public static async Task Run(IStore it, Log log)
    {
        for (var mode = 0; mode <= 5; mode++)
        {
            var now = mode;
            await log.DoAsync(() => it.SaveAsync("key", now));
            await log.GetAsync(() => it.LoadAsync("key", now));
            await log.DoAsync(() => it.DropAsync("key", now).AsTask());
            await log.GetAsync(() => it.CountAsync("key", now).AsTask());
        }

        await log.GetAsync(() => it.FindAsync());
        await log.GetAsync(() => it.FindAsync("x"));
        await log.DoAsync(() => it.Ready);
        await log.GetAsync(() => it.Size.AsTask());
    }
}
