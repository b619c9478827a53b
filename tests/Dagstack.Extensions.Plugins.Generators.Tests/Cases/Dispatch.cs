using System.Collections.Generic;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("stage")]
internal interface IStage
{
    [Hook(DispatchClass.Chain)]
    string? Plain(string text, int step);

    [Hook(DispatchClass.Chain)]
    ValueTask<ChainResult<List<int>>> StopAsync(List<int> items);

    [Hook(DispatchClass.Chain)]
    ChainResult<int> Next(System.Threading.CancellationToken token, int number);

    [Hook(DispatchClass.BroadcastNotify)]
    void Tell(string text);

    [Hook(DispatchClass.BroadcastNotify)]
    Task TellAllAsync(string text);

    [Hook(DispatchClass.BroadcastCollect)]
    IReadOnlyList<string> Collect();

    [Hook(DispatchClass.Capability)]
    string Do(string extension);
}

internal sealed class Stage : IStage
{
    public string? Plain(string text, int step) => text + step;

    public ValueTask<ChainResult<List<int>>> StopAsync(List<int> items) => new(items.Count == 0 ? ChainResult.Stop<List<int>>() : items);

    public ChainResult<int> Next(System.Threading.CancellationToken token, int number) => number + 1;

    public void Tell(string text)
    {
    }

    public Task TellAllAsync(string text) => Task.CompletedTask;

    public IReadOnlyList<string> Collect() => ["a"];

    public string Do(string extension) => extension;
}

internal static class Calls
{
    public static async Task Run(IStage it, Log log)
    {
        log.Get(() => it.Plain("a", 1));
        await log.GetAsync(async () => (await it.StopAsync([])).IsStop);
        await log.GetAsync(async () => (await it.StopAsync([1])).Value);
        log.Get(() => it.Next(default, 1).Value);
        log.Do(() => it.Tell("a"));
        await log.DoAsync(() => it.TellAllAsync("a"));
        log.Get(it.Collect);
        log.Get(() => it.Do(".py"));
    }
}
