using Chunking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>A host that takes plugins of two files.</summary>
internal sealed class ScriptHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ScriptHost(IHost host, TestLogs logs) => (_host, Logs) = (host, logs);

    public TestLogs Logs { get; }

    public IServiceProvider Services => _host.Services;

    public IPluginRegistry Registry => Services.GetRequiredService<IPluginRegistry>();

    /// <summary>Starts a host over a folder.</summary>
    /// <param name="folder">Its plugins, and its cache.</param>
    /// <param name="scripts">Says more of scripts.</param>
    /// <param name="plugins">Says more of plugins.</param>
    /// <param name="environment">The environment of the host.</param>
    public static async Task<ScriptHost> StartAsync(ScriptFolder folder, Action<ScriptsOptions>? scripts = null, Action<DagstackPluginOptions>? plugins = null, string environment = "Development")
    {
        var logs = new TestLogs();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddDagstackPlugins(o =>
        {
            o.Discover(folder.Root);
            o.UseScripts(s =>
            {
                s.CacheFolder = folder.Cache;
                scripts?.Invoke(s);
            });
            plugins?.Invoke(o);
        });
        var host = new ScriptHost(builder.Build(), logs);
        await host._host.StartAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience);
        return host;
    }

    public IChunker Chunker(string name = "lines") => Services.GetRequiredKeyedService<IChunker>($"chunker:{name}");

    /// <summary>Gets what the plugin says, whose only piece it is.</summary>
    public string Says(string name = "lines") => Chunker(name).Chunk("text").Single().Text;

    public PluginStatus Status(string name = "lines") => Registry.Find(PluginId.Parse($"chunker:{name}"))!;

    public bool HasLogged(string part) => Logs.Lines.Any(line => line.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
