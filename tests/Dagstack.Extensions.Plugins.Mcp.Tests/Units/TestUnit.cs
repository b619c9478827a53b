using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Units;

/// <summary>A unit of work as an executor hands it out, with what became of it.</summary>
internal sealed class TestUnit
{
    public TestUnit(string id = "u1", int attempt = 1, string? partition = null) =>
        Context = new() { UnitId = id, Attempt = attempt, PartitionKey = partition, Progress = Progress, Checkpoint = Checkpoint };

    public UnitContext Context { get; }

    public InMemoryProgress Progress { get; } = new(TimeProvider.System);

    public InMemoryCheckpoint Checkpoint { get; } = new();

    public IReadOnlyList<string?> Said => [.. Progress.Reports.Select(static report => report.Message)];

    public async Task<string?> SavedAsync(string key) => await Checkpoint.LoadAsync(key, TestContext.Current.CancellationToken) is { } saved ? Encoding.UTF8.GetString(saved) : null;

    public async Task<JsonElement> RunAsync(IServiceProvider services, string plugin, string args, CancellationToken? cancellationToken = null)
    {
        var output = await services.GetRequiredService<IPluginUnits>().RunAsync(PluginId.Parse(plugin), JsonElement.Parse(args), Context, cancellationToken ?? TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        return output ?? JsonElement.Parse("null");
    }
}
