using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Asks the engine that is up. A store that is out is waited for until the caller gives up, or the engine ends.</summary>
internal static class UnitCalls
{
    /// <summary>Reads from the store.</summary>
    public static Task<T> ReadAsync<T>(EngineDoor door, Func<UnitStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var engine = door.Engine;
        return WhileUpAsync(door, engine, token => engine.Retry.RunAsync(again => read(engine.Store, again), token), cancellationToken);
    }

    /// <summary>Writes to the store.</summary>
    public static Task<UnitWriteResult> WriteAsync(EngineDoor door, UnitWrite write, CancellationToken cancellationToken)
    {
        var engine = door.Engine;
        return WhileUpAsync(door, engine, token => engine.Writer.WriteAsync(write, token), cancellationToken);
    }

    /// <inheritdoc cref="WhileUpAsync{T}"/>
    public static Task WhileUpAsync(EngineDoor door, UnitEngine engine, Func<CancellationToken, Task> action, CancellationToken cancellationToken) => WhileUpAsync(
        door,
        engine,
        async token =>
        {
            await action(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Does something while the engine is up.</summary>
    /// <exception cref="PluginUnavailableException">It has ended meanwhile.</exception>
    public static async Task<T> WhileUpAsync<T>(EngineDoor door, UnitEngine engine, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(engine.Ended, cancellationToken);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception fault) when (fault is ObjectDisposedException or OperationCanceledException && engine.IsStopping)
        {
            throw door.Closed();
        }
    }
}
