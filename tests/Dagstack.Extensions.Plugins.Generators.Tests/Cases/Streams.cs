using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("feed")]
internal interface IFeed
{
    [Hook(Exposed = false)]
    IAsyncEnumerable<int> ReadAsync(int count, CancellationToken cancellationToken = default);

    IAsyncEnumerable<string?> NamesAsync();

    IAsyncEnumerable<int> Latest { get; }
}

internal sealed class Feed : IFeed
{
    public IAsyncEnumerable<int> Latest => ReadAsync(1, default);

    public async IAsyncEnumerable<int> ReadAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }

        if (count == 2)
        {
            throw new InvalidOperationException("two");
        }
    }

    public async IAsyncEnumerable<string?> NamesAsync()
    {
        await Task.Yield();
        yield return "a";
        yield return null;
    }
}

internal static class Calls
{
    public static async Task Run(IFeed it, Log log)
    {
        var three = it.ReadAsync(3);
        await log.ItemsAsync(three);
        await log.ItemsAsync(three);
        await log.ItemsAsync(it.ReadAsync(0));
        await log.ItemsAsync(it.ReadAsync(2));
        await log.ItemsAsync(it.NamesAsync());
        await log.ItemsAsync(it.Latest);
        await log.ItemsAsync(it.ReadAsync(3, new CancellationToken(true)));
        await log.GetAsync(async () =>
        {
            using var source = new CancellationTokenSource();
            var sum = 0;
            try
            {
                await foreach (var item in it.ReadAsync(100).WithCancellation(source.Token))
                {
                    sum += item;
                    if (item == 4)
                    {
                        await source.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return sum;
            }

            return -1;
        });
        await foreach (var item in it.ReadAsync(100))
        {
            log.Add(item);
            break;
        }

        // Never enumerated, so never entered.
        _ = it.ReadAsync(5);
    }
}
