using System;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("session")]
internal interface ISession : IDisposable, IAsyncDisposable
{
    bool IsOpen();
}

internal sealed class Session : ISession
{
    public bool IsOpen() => true;

    // The direct call in the test disposes too, so nothing may come of it here.
    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => default;
}

internal static class Calls
{
    public static async Task Run(ISession it, Log log)
    {
        using (it)
        {
            log.Get(it.IsOpen);
        }

        await using (it)
        {
            log.Get(it.IsOpen);
        }

        log.Get(it.IsOpen);
    }
}
