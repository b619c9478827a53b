using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>A host that runs units of work, with what is the default where nothing else is said.</summary>
internal sealed class UnitStage : IUnitStage
{
    private const string Plugin = "trivial:unit";

    private static readonly JsonElement s_args = JsonElement.Parse("""{"number":1}""");

    private readonly IHost _host;
    private readonly IUnits _units;
    private readonly IAsyncDisposable? _others;

    private UnitStage(IHost host, IAsyncDisposable? others) => (_host, _units, _others) = (host, host.Services.GetRequiredService<IUnits>(), others);

    /// <inheritdoc/>
    public event Action? Ran;

    /// <inheritdoc/>
    public bool IsBlocking => false;

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Where units are kept.</param>
    /// <param name="others">What ends with it: processes that run units beside it.</param>
    public static async Task<UnitStage> StartAsync(Action<OrchestrationOptions> configure, IAsyncDisposable? others = null)
    {
        UnitStage? stage = null;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDagstackPlugins(o => o
            .Add(new PluginManifest { Id = PluginId.Parse(Plugin), UnitOfWork = new() { Declared = true } }, _ => new Trivial(() => stage!.Ran?.Invoke()))
            .UseOrchestration(configure));
        stage = new(builder.Build(), others);
        await stage._host.StartAsync().ConfigureAwait(false);
        return stage;
    }

    /// <inheritdoc/>
    public async ValueTask<string> EnqueueAsync(int caller) =>
        (await _units.EnqueueAsync(Plugin, s_args, new() { PartitionKey = caller.ToString(CultureInfo.InvariantCulture) }).ConfigureAwait(false)).UnitId;

    /// <inheritdoc/>
    public async Task WaitAsync(string id) => await _units.WaitAsync(id).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<long> CountEndedAsync() => (await _units.CountAsync().ConfigureAwait(false)).Sum(static of => of.Succeeded);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        _host.Dispose();
        if (_others is not null)
        {
            await _others.DisposeAsync().ConfigureAwait(false);
        }
    }
}
