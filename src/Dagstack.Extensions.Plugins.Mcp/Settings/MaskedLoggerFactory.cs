using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>Loggers for code that is not ours, which tells what a server wrote: secrets are taken out.</summary>
/// <param name="inner">The host's.</param>
/// <param name="mask">What is taken out.</param>
internal sealed class MaskedLoggerFactory(ILoggerFactory inner, SecretMask mask) : ILoggerFactory
{
    // What cannot be logged is traced, so it is guarded behind the mask.
    public ILogger CreateLogger(string categoryName) => new MaskedLogger(new GuardedLogger(inner.CreateLogger(categoryName)), mask);

    /// <exception cref="NotSupportedException">Always: providers are the host's.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Add providers to the host's own logger factory.");

    /// <summary>The host's loggers are the host's to dispose.</summary>
    public void Dispose()
    {
    }
}
