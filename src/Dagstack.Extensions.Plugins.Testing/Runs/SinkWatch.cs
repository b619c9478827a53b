using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Sees what the sink of progress refuses, also when the plugin swallows the exception.</summary>
internal sealed class SinkWatch : IDisposable
{
    private static readonly AsyncLocal<SinkWatch?> s_current = new();

    private readonly ConcurrentQueue<string> _faults = new();

    public SinkWatch()
    {
        s_current.Value = this;
        AppDomain.CurrentDomain.FirstChanceException += See;
    }

    public IReadOnlyList<string> Faults => [.. _faults.Distinct()];

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= See;
        s_current.Value = null;
    }

    private void See(object? sender, FirstChanceExceptionEventArgs e)
    {
        // Other runs of the process see their own.
        if (s_current.Value == this
            && e.Exception is ArgumentException
            && e.Exception.TargetSite?.DeclaringType is { } thrower
            && (thrower == typeof(PluginProgress) || (thrower.Assembly == typeof(PluginProgress).Assembly && thrower.FullName!.Contains("ProgressData", StringComparison.Ordinal))))
        {
            _faults.Enqueue(e.Exception.Message);
        }
    }
}
