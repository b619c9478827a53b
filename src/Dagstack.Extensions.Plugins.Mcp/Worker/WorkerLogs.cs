using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Loggers whose messages go to the log of the host.</summary>
internal sealed class WorkerLogs(WorkerOutput output) : ILoggerFactory
{
    private readonly LoggerExternalScopeProvider _scopes = new();
    private volatile LogLevel _lowest = LogLevel.None;
    private volatile bool _wantsTrace;

    /// <summary>Gets or sets the category that is the host's logger of the plugin.</summary>
    public string? Own { get; set; }

    /// <summary>Sets the level from which on the host wants messages, as the protocol names it; null for none.</summary>
    public string? Level
    {
        set => _lowest = value is null ? LogLevel.None : LogLevels.Read(value);
    }

    public ILogger CreateLogger(string categoryName) => new WorkerLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("What a plugin logs goes to the host. Add the provider there.");

    public void Dispose()
    {
    }

    /// <summary>Sets a value indicating whether the host wants the lowest level too: of the two lowest the protocol has one.</summary>
    public bool WantsTrace
    {
        set => _wantsTrace = value;
    }

    /// <summary>Tells whether the host wants messages of a level.</summary>
    public bool Wants(LogLevel level) => level != LogLevel.None && (level >= _lowest || (_wantsTrace && _lowest == LogLevel.Debug));

    /// <summary>Begins a scope, for what is logged from here on until it is disposed.</summary>
    public IDisposable Begin(object state) => _scopes.Push(state);

    public void Write(string category, LogLevel level, EventId eventId, string text)
    {
        var scopes = new List<LogScope>();
        _scopes.ForEachScope(
            static (state, scopes) =>
            {
                if (state is not null && LogScope.Of(state) is { } scope)
                {
                    scopes.Add(scope);
                }
            },
            scopes);
        var details = new LogDetails(level == LogLevel.Trace, eventId, scopes);
        output.Notify(WireKeys.Log, writer =>
        {
            writer.WriteString("level", LogLevels.NameOf(level));
            if (category != Own)
            {
                writer.WriteString("logger", category);
            }

            writer.WriteString("data", text);
            writer.WriteStartObject(WireKeys.Meta);
            writer.WriteStartObject(ReservedTools.LogMeta);
            details.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
