using System;
using System.Threading;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("worker")]
internal interface IWorker
{
    bool Check(CancellationToken cancellationToken = default, int after = 1);

    Task<string> WorkAsync(string text, CancellationToken token);

    ValueTask WaitAsync(CancellationToken cancellationToken);

    CancellationToken Stop { get; set; }

    bool Watch(CancellationToken? maybe);
}

internal sealed class Worker : IWorker
{
    public CancellationToken Stop { get; set; }

    public bool Check(CancellationToken cancellationToken, int after) => cancellationToken.IsCancellationRequested && after == 1;

    public async Task<string> WorkAsync(string text, CancellationToken token)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        return text;
    }

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        await source.Task;
    }

    public bool Watch(CancellationToken? maybe) => maybe.HasValue;
}

internal static class Calls
{
    public static async Task Run(IWorker it, Log log)
    {
        var cancelled = new CancellationToken(true);
        log.Get(() => it.Check());
        log.Get(() => it.Check(cancelled));
        log.Get(() => it.Check(cancelled, 2));
        await log.GetAsync(() => it.WorkAsync("x", default));
        await log.GetAsync(() => it.WorkAsync("x", cancelled));
        await log.DoAsync(async () =>
        {
            using var source = new CancellationTokenSource();
            var waiting = it.WaitAsync(source.Token);
            await source.CancelAsync();
            await waiting;
        });

        // The value of a property is not the token of the call: it is kept as it was given.
        using var stop = new CancellationTokenSource();
        log.Do(() => it.Stop = stop.Token);
        log.Get(() => it.Stop == stop.Token);
        log.Get(() => it.Watch(null));
        log.Get(() => it.Watch(default(CancellationToken)));
    }
}
