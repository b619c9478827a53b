using System.Text.Json;
using Dagstack.Extensions.Orchestration.Tests.Units;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>Hosts that say UsePostgreSql, and nothing else.</summary>
[Collection(nameof(PostgresTests))]
public sealed class PostgresHostTests(SharedPostgres postgres)
{
    [Fact]
    public async Task UsePostgreSql_TwoHosts_ShareUnitsAndTellEachOtherOfTheirEnds()
    {
        await using var stage = new PostgresStage(postgres.Server);
        using var first = Build(x => x.UsePostgreSql(stage.ConnectionString, o => o.Schema = stage.Options.Schema));
        await using var source = NpgsqlDataSource.Create(stage.ConnectionString);
        using var second = Build(x => x.UsePostgreSql(_ => source, o => o.Schema = stage.Options.Schema));
        await first.StartAsync();
        await second.StartAsync();
        var (one, other) = (first.Services.GetRequiredService<IUnits>(), second.Services.GetRequiredService<IUnits>());

        var units = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            units.Add((await one.EnqueueAsync("w", JsonElement.Parse($$"""{"a":{{i}}}"""), new() { PartitionKey = $"p{i % 5}" })).UnitId);
        }

        foreach (var unit in units)
        {
            Assert.Equal(UnitState.Succeeded, (await other.WaitAsync(unit).AsTask().WaitAsync(Limits.Patience)).State);
        }

        Assert.Equal("""{"a":7}""", (await other.GetAsync(units[7]))?.Output?.GetRawText());
        await first.StopAsync();
        await second.StopAsync();
        Assert.Equal(0L, await stage.AskAsync("select count(*) from {s}.node"));
        Assert.Equal(0L, await stage.AskAsync("select count(*) from {s}.lease"));
    }

    [Fact]
    public async Task UsePostgreSql_NoDatabase_IsTheReasonOfTheOrchestrator()
    {
        using var host = Build(x => x.UsePostgreSql(postgres.Server.ConnectionString("nowhere")));
        await host.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Services.GetRequiredService<IUnits>().CountAsync().AsTask());

        Assert.Contains("create database \"nowhere\"", fault.Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void UsePostgreSql_WhatIsNoConnectionString_IsRefusedAtOnce()
    {
        var options = new OrchestrationOptions();

        Assert.Throws<ArgumentException>(() => options.UsePostgreSql("no connection string"));
        Assert.Throws<ArgumentException>(() => options.UsePostgreSql("Host=x", o => o.Schema = "No"));
    }

    private static IHost Build(Action<OrchestrationOptions> units)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddDagstackPlugins(o =>
        {
            o.Add(new PluginManifest { Id = new("worker", "w"), UnitOfWork = new() { Declared = true } }, static _ => new Worker());
            o.UseOrchestration(units);
        });
        return builder.Build();
    }
}
