using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Counts the health checks in a row that a server did not answer. Those while the host stops say nothing: the server may be stopped with it, and is not to be started again.</summary>
/// <remarks>See §8.3 of the plugin contract.</remarks>
/// <param name="services">The host's services, which may have no lifetime.</param>
internal sealed class SilentChecks(IServiceProvider services)
{
    /// <summary>How many in a row are too many.</summary>
    private const int Max = 3;

    private int _count;

    private bool IsStopping => services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.IsCancellationRequested == true;

    /// <summary>Takes a check without an answer in time.</summary>
    /// <returns>Whether the server has been silent for too long.</returns>
    public bool Add() => !IsStopping && Interlocked.Increment(ref _count) >= Max;

    /// <summary>Takes an answer.</summary>
    public void Reset() => Volatile.Write(ref _count, 0);
}
