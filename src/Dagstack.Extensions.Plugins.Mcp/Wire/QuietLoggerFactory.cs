using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Loggers for the SDK that stop at Debug: its Trace has whole messages, with what is secret in them.</summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new QuietLogger(inner.CreateLogger(categoryName));

    /// <exception cref="NotSupportedException">Always: providers are the host's.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Add providers to the host's own logger factory.");

    /// <summary>The host's loggers are the host's to dispose.</summary>
    public void Dispose()
    {
    }
}
