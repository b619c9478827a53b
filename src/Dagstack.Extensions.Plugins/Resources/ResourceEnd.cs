namespace Dagstack.Extensions.Plugins;

/// <summary>Disposes one thing in its turn when a scope ends. The container makes it, so it knows when it was made.</summary>
internal sealed class ResourceEnd : IAsyncDisposable, IDisposable
{
    private object? _resource;

    public object Resource
    {
        set => _resource = value;
    }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _resource, null) is { } resource ? Disposal.DisposeAsync(resource) : default;

    public void Dispose()
    {
        switch (Interlocked.Exchange(ref _resource, null))
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable disposable:
                Task.Run(() => disposable.DisposeAsync().AsTask()).GetAwaiter().GetResult();
                break;
        }
    }
}
