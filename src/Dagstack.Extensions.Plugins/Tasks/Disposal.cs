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

    /// <summary>Ends one thing and then another, whatever the first one throws.</summary>
    /// <exception cref="AggregateException">Both have thrown.</exception>
    public static async ValueTask BothAsync(Func<ValueTask> first, Func<ValueTask> second)
    {
        try
        {
            await first().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            try
            {
                await second().ConfigureAwait(false);
            }
            catch (Exception another)
            {
                throw new AggregateException(fault, another);
            }

            throw;
        }

        await second().ConfigureAwait(false);
    }

    /// <inheritdoc cref="BothAsync"/>
    public static void Both(Action first, Action second)
    {
        // It has completed: neither waits for anything.
        BothAsync(() => Run(first), () => Run(second)).AsTask().GetAwaiter().GetResult();

        static ValueTask Run(Action end)
        {
            end();
            return default;
        }
    }
}
