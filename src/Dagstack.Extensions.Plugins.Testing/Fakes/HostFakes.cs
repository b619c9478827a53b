namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>The fakes of one host.</summary>
internal sealed class HostFakes : IDisposable
{
    public HostFakes(DateTimeOffset now)
    {
        Clock = new(now);
        Progress = new(Clock);
    }

    public FrozenClock Clock { get; }

    public InMemoryBlobStore Blobs { get; } = new();

    public InMemoryBlobStore Checkpoints { get; } = new();

    public InMemoryProgress Progress { get; }

    public EventRecord Events { get; } = new();

    public FakeTenant Tenant { get; } = new();

    public FakeHttpHandler Http { get; } = new();

    public string TempRoot { get; } = Path.Combine(Path.GetTempPath(), $"dagstack-test-{Guid.NewGuid():n}");

    public void Dispose()
    {
        Http.Dispose();
        if (Directory.Exists(TempRoot))
        {
            Directory.Delete(TempRoot, recursive: true);
        }
    }
}
