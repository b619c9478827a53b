using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What is kept with each message of a plugin.</summary>
public sealed class PluginLogTests
{
    [Fact]
    public async Task Messages_OfAPlugin_SayWhoseTheyAreAndForWhom()
    {
        using var folders = new PluginFolders().Add("curious", "ContextGreeter", "version = \"1.2.3\"");
        using var logs = new ScopeLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.AddProvider(logs)));
        using (CallMetadata.Begin(new Dictionary<string, object?> { [CallMetadata.TenantId] = "acme", [CallMetadata.RequestId] = "r-1", [CallMetadata.Actor] = "eve" }))
        {
            provider.Greeter("curious").Greet("x");
        }

        provider.Greeter("curious").Greet("x");

        const string Plugin = "plugin.name:curious plugin.kind:greeter plugin.version:1.2.3";
        Assert.Equal([$"plain {Plugin} tenant_id:acme request_id:r-1", $"plain {Plugin}"], logs.Lines.Where(static line => line.StartsWith("plain", StringComparison.Ordinal)));
        Assert.Equal(2, logs.Lines.Count(static line => line.StartsWith($"typed {Plugin}", StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.Lines, static line => line.Contains("eve", StringComparison.Ordinal));
    }

    private sealed class ScopeLogs : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public IReadOnlyList<string> Lines => [.. _lines];

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            _scopes.ForEachScope((scope, _) => line += $" {scope}", 0);
            _lines.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}
