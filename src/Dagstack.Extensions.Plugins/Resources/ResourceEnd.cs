using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Disposes one thing in its turn when a scope ends. The container makes it, so it knows when it was made.</summary>
/// <param name="scope">Told what the thing threw, so that the others are disposed all the same.</param>
internal sealed class ResourceEnd(PluginScope scope) : IAsyncDisposable, IDisposable
{
    private object? _resource;

    public object Resource
    {
        set
        {
            _resource = value;
            scope.Add(this);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _resource, null) is not { } resource)
        {
            return;
        }

        try
        {
            await Disposal.DisposeAsync(resource).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            scope.Add(fault);
        }
    }

    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();
}
