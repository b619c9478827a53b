using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

public sealed class SqliteHostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task StartAsync_NoStoreChosen_IsAFileBelowTheContentRootThatOutlivesTheHost()
    {
        string unitId;
        await using (var first = new Served(_folder.Path, static _ => { }))
        {
            await first.Host.StartAsync();
            unitId = (await first.Units.EnqueueAsync("w", JsonElement.Parse("""{"a":1}"""))).UnitId;
            Assert.Equal(UnitState.Succeeded, (await first.Units.WaitAsync(unitId).AsTask().WaitAsync(Limits.Patience)).State);
        }

        Assert.True(File.Exists(_folder.Combine("data/units.db")));
        await using var second = new Served(_folder.Path, static x => x.UseSqlite());
        await second.Host.StartAsync();
        Assert.Equal("""{"a":1}""", (await second.Units.GetAsync(unitId))?.Output?.GetRawText());
    }

    [Fact]
    public async Task StartAsync_AnotherHostHasTheFile_TheOrchestratorIsUnavailableUntilItIsFree()
    {
        var first = new Served(_folder.Path, static x => x.UseSqlite("units.db"));
        await first.Host.StartAsync();
        await using var second = new Served(_folder.Path, static x => x.UseSqlite("units.db"));
        await second.Host.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => second.Units.CountAsync().AsTask());
        Assert.Contains("units.db", fault.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await second.Host.Services.GetRequiredService<IPluginRegistry>().RetryAsync();
        Assert.Empty(await second.Units.CountAsync());
    }

    [Fact]
    public async Task StartAsync_WhatIsNoPath_IsRefused()
    {
        await using var host = new Served(_folder.Path, static x => x.UseSqlite(":memory:"));

        await Assert.ThrowsAsync<ArgumentException>(() => host.Host.StartAsync());
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Served : IAsyncDisposable
    {
        public Served(string contentRoot, Action<OrchestrationOptions> units)
        {
            var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = contentRoot });
            builder.Services.AddDagstackPlugins(o =>
            {
                o.Add(new PluginManifest { Id = new("worker", "w"), UnitOfWork = new() { Declared = true } }, static _ => new Worker());
                o.UseOrchestration(units);
            });
            Host = builder.Build();
        }

        public IHost Host { get; }

        public IUnits Units => Host.Services.GetRequiredService<IUnits>();

        public async ValueTask DisposeAsync()
        {
            await Host.StopAsync();
            Host.Dispose();
        }
    }
}
