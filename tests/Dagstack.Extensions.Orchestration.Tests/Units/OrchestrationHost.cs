using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>A host with the plugin <c>worker:w</c> and units in memory.</summary>
internal sealed class OrchestrationHost : IAsyncDisposable
{
    private OrchestrationHost(IHost host, Worker worker, TestLogs logs) => (Host, Worker, Logs) = (host, worker, logs);

    public IHost Host { get; }

    public Worker Worker { get; }

    public TestLogs Logs { get; }

    public IUnits Units => Host.Services.GetRequiredService<IUnits>();

    public IPluginRegistry Registry => Host.Services.GetRequiredService<IPluginRegistry>();

    public static OrchestrationHost Build(PluginUnitOfWork? declared = null, Action<OrchestrationOptions>? units = null, Action<DagstackPluginOptions>? plugins = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var worker = new Worker();
        var logs = new TestLogs();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Logging.AddProvider(logs);
        services?.Invoke(builder.Services);
        builder.Services.AddDagstackPlugins(o =>
        {
            o.Add(new PluginManifest { Id = new("worker", "w"), Version = "1.0.0", UnitOfWork = declared ?? new() { Declared = true } }, _ => worker);
            o.UseOrchestration(x =>
            {
                x.UseInMemory();
                units?.Invoke(x);
            });
            plugins?.Invoke(o);
        });
        return new(builder.Build(), worker, logs);
    }

    public static async Task<OrchestrationHost> StartAsync(PluginUnitOfWork? declared = null, Action<OrchestrationOptions>? units = null, Action<DagstackPluginOptions>? plugins = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var host = Build(declared, units, plugins, services, settings);
        await host.Host.StartAsync().WaitAsync(Limits.Patience);
        return host;
    }

    public async Task<string> EnqueueAsync(string args = "{}", UnitOptions? options = null) => (await Units.EnqueueAsync("worker:w", JsonElement.Parse(args), options)).UnitId;

    public Task<UnitDetails> WaitAsync(string unitId) => Units.WaitAsync(unitId).AsTask().WaitAsync(Limits.Patience);

    /// <summary>Waits until a unit is as a test wants it.</summary>
    public async Task<UnitDetails> UntilAsync(string unitId, Func<UnitDetails, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        UnitDetails? last = null;
        while (true)
        {
            last = await Units.GetAsync(unitId, limit.Token);
            if (last is not null && condition(last))
            {
                return last;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"The unit is {last?.State}, {last?.Error}:\n{string.Join('\n', Logs.Lines)}");
            }

            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();
    }
}
