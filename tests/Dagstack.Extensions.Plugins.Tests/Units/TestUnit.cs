using Dagstack.Extensions.Plugins.Resources;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>A unit of work as an executor hands it out, with what became of it.</summary>
internal sealed class TestUnit
{
    public TestUnit(string id = "u1", PluginCheckpoint? checkpoint = null)
    {
        Checkpoint = checkpoint ?? new StoredCheckpoint(new MemoryBlobs(), new());
        Context = new() { UnitId = id, Progress = Progress, Checkpoint = Checkpoint };
    }

    public UnitContext Context { get; }

    public KeptProgress Progress { get; } = new();

    public PluginCheckpoint Checkpoint { get; }

    public async Task<int?> PageAsync() => await Checkpoint.LoadAsync("page", TestContextToken) is { } saved ? BitConverter.ToInt32(saved) : null;

    private static CancellationToken TestContextToken => Xunit.TestContext.Current.CancellationToken;
}
