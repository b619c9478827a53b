using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Ends the connection of a listener that does not take what it is sent when the application stops, which would wait for it.</summary>
internal sealed class ListenerEnd : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stopping;

    public ListenerEnd(HttpContext http, IHostApplicationLifetime lifetime, TimeProvider time) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _ = AbortAsync(http, time));

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Cancel();
        _over.Dispose();
    }

    private async Task AbortAsync(HttpContext http, TimeProvider time)
    {
        try
        {
            await Task.Delay(s_patience, time, _over.Token).ConfigureAwait(false);
            http.Abort();
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }
}
