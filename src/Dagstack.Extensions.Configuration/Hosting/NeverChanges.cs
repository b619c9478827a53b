using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>The token of a frozen version.</summary>
internal sealed class NeverChanges : IChangeToken, IDisposable
{
    public static NeverChanges Instance { get; } = new();

    public bool HasChanged => false;

    public bool ActiveChangeCallbacks => true;

    public IDisposable RegisterChangeCallback(Action<object?> callback, object? state) => this;

    public void Dispose()
    {
        // A registration that holds nothing.
    }
}
