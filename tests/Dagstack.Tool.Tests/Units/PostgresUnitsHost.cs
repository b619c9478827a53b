using System.Text.Json;
using Dagstack.Extensions.Orchestration.Tests.Postgres;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Tool.Tests.Units;

/// <summary>A host whose units are in PostgreSQL, which <c>dagstack units --postgres</c> asks.</summary>
internal sealed class PostgresUnitsHost(IHost host, PostgresStage stage, UnitChunker worker) : IAsyncDisposable
{
    public UnitChunker Worker => worker;

    public PostgresStage Stage => stage;

    public IUnits Units => host.Services.GetRequiredService<IUnits>();

    public static async Task<PostgresUnitsHost> StartAsync(PostgresServer server)
    {
        var stage = new PostgresStage(server);
        var worker = new UnitChunker();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDagstackPlugins(o =>
        {
            o.Add(new PluginManifest { Id = new("chunker", "units"), UnitOfWork = new() { Declared = true } }, _ => worker);
            o.UseOrchestration(x =>
            {
                x.UsePostgreSql(stage.ConnectionString, options => options.Schema = stage.Options.Schema);
                x.Defaults.MaxAttempts = 1;
            });
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new(host, stage, worker);
    }

    /// <summary>Runs <c>dagstack units …</c> on the database.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => Ran.Async(["units", .. arguments, "--postgres", stage.ConnectionString, "--schema", stage.Options.Schema]);

    public async Task<string> EnqueueAsync(string args = "{}") => (await Units.EnqueueAsync("chunker:units", JsonElement.Parse(args))).UnitId;

    /// <summary>Takes a unit in, and waits until it runs.</summary>
    public async Task<string> RunningAsync()
    {
        var id = await EnqueueAsync();
        await Wait.UntilAsync(() => worker.Runs.Contains(id));
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await stage.DisposeAsync();
    }
}
