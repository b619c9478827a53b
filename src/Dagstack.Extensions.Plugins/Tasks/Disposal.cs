namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Disposes an object in the better way that it offers.</summary>
internal static class Disposal
{
    public static ValueTask DisposeAsync(object instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            return asynchronous.DisposeAsync();
        }

        (instance as IDisposable)?.Dispose();
        return default;
    }
}
