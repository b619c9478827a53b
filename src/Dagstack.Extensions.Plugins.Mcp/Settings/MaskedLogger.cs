using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>A logger that takes secrets out. A line that has none goes on as it is.</summary>
internal sealed class MaskedLogger(ILogger inner, SecretMask mask) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        var (text, fault) = (formatter(state, exception), exception?.ToString());
        var (maskedText, maskedFault) = (mask.Apply(text), fault is null ? null : mask.Apply(fault));
        if (maskedText == text && maskedFault == fault)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        inner.Log(logLevel, eventId, maskedFault is null ? maskedText : $"{maskedText} {maskedFault}", exception: null, static (line, _) => line);
    }
}
