using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Shared;

/// <summary>Loggers for the SDK that throw nothing and stop at Debug: its Trace has whole messages, with what is secret in them.</summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
    {
        try
        {
            return new QuietLogger(new GuardedLogger(inner.CreateLogger(categoryName)));
        }
        catch (Exception)
        {
            // A provider of the host's that makes no logger. The SDK would not greet, or not read on.
            return NullLogger.Instance;
        }
    }

    /// <exception cref="NotSupportedException">Always: providers are the host's.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Add providers to the host's own logger factory.");

    /// <summary>The host's loggers are the host's to dispose.</summary>
    public void Dispose()
    {
    }
}
