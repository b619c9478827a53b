using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>A logger that takes secrets out, and says nothing louder than Debug: what matters of it becomes an error or a reason, which the host tells once.</summary>
internal sealed class MaskedLogger(ILogger inner, SecretMask mask) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(LevelOf(logLevel));

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        logLevel = LevelOf(logLevel);
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

    private static LogLevel LevelOf(LogLevel level) => level is > LogLevel.Debug and < LogLevel.None ? LogLevel.Debug : level;
}
