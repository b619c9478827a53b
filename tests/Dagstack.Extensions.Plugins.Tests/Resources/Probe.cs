namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>A resource that tells when it ends.</summary>
internal sealed class Probe(string name, EventLog events) : IAsyncDisposable
{
    public string Name => name;

    public ValueTask DisposeAsync()
    {
        events.Add($"end of {name}");
        return default;
    }
}
