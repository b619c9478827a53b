using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>The units of work of a shop: one waits, one runs, one has failed and holds up its queue, one is done.</summary>
internal static class UnitShop
{
    public const string Running = "0198f3b2-6c1d-7e44-9a51-2f0c7d3e8b02";
    public const string Failed = "0198f3b2-6c1d-7e44-9a51-2f0c7d3e8b03";
    public const string Queued = "0198f3b2-6c1d-7e44-9a51-2f0c7d3e8b04";

    public static FakeUnits Make()
    {
        var now = DateTimeOffset.UtcNow;
        return new FakeUnits()
            .Add(new() { Id = "0198f3b2-6c1d-7e44-9a51-2f0c7d3e8b01", State = UnitState.Succeeded, PartitionKey = "acme", Node = "worker-1", EnqueuedAt = now.AddHours(-3), StartedAt = now.AddHours(-3), FinishedAt = now.AddHours(-3).AddSeconds(12) })
            .Add(new() { Id = "0198f3b2-6c1d-7e44-9a51-2f0c7d3e8b00", Plugin = PluginId.Parse("chunker:markdown"), State = UnitState.Expired, EnqueuedAt = now.AddHours(-2), FinishedAt = now.AddHours(-1) })
            .Add(new() { Id = Failed, PartitionKey = "globex", State = UnitState.Failed, Error = "The document 'q3.pdf' has no page 41. Look at its last export.", Failures = 4, Losses = 1, HaltsPartition = true, Node = "worker-2", EnqueuedAt = now.AddMinutes(-42), StartedAt = now.AddMinutes(-8), FinishedAt = now.AddMinutes(-7) })
            .Add(new() { Id = Running, PartitionKey = "acme", State = UnitState.Running, Progress = """{"fraction":0.42,"message":"page 42 of 100"}""", Args = """{"document":"annual.pdf","api_token":"s3cr3t-value"}""", Node = "worker-1", EnqueuedAt = now.AddMinutes(-5), StartedAt = now.AddMinutes(-2) })
            .Add(new() { Id = Queued, PartitionKey = "globex", EnqueuedAt = now.AddMinutes(-3) });
    }

    public static Task<PluginSite> StartAsync(Shop shop, IUnits units, bool mayAct = true) =>
        PluginSite.StartAsync(shop.Add, builder => builder.Services.AddSingleton(units), mayAct);
}
