using System.Diagnostics;
using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>Has the compiler compile once when the host has started, so that the first edit does not wait for it to be loaded.</summary>
/// <param name="lifetime">Tells when the host has started; null where there is none.</param>
/// <param name="logger">Told how it went.</param>
internal sealed class CompilerWarmUp(IHostApplicationLifetime? lifetime, ILogger logger)
{
    private int _isDone;

    /// <summary>Takes note that it has compiled.</summary>
    public void Skip() => Volatile.Write(ref _isDone, 1);

    /// <summary>Has it compile when there is time, unless it has.</summary>
    /// <param name="compile">Compiles something, whose outcome is of no interest.</param>
    public void Request(Action compile)
    {
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
        {
            return;
        }

        if (lifetime is null)
        {
            Start(compile);
        }
        else
        {
            lifetime.ApplicationStarted.Register(() => Start(compile));
        }
    }

    private void Start(Action compile) => _ = CompilerThread.Run(() => Run(compile), ThreadPriority.BelowNormal);

    private bool Run(Action compile)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            compile();
            logger.CompilerWarm((long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }
        catch (Exception fault)
        {
            // Whatever it is, the first edit meets it and says so.
            logger.CompilerNotWarm(ExceptionText.Full(fault));
            return false;
        }
    }
}
