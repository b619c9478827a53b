using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Diagnostics;

/// <summary>The logger of something that is there before the host's logs: the one that it was given, else the trace until the host has one.</summary>
/// <param name="given">The logger that the application chose, if it did; the host's does not replace it.</param>
internal sealed class LateLogger(ILogger? given)
{
    private volatile ILogger _current = new GuardedLogger(given ?? TraceLogger.Instance);

    public ILogger Current => _current;

    public void UseHostLogger(ILogger logger)
    {
        if (given is null)
        {
            _current = new GuardedLogger(logger);
        }
    }
}
