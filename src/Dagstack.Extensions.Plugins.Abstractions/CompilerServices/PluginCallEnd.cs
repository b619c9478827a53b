using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>The end of calls that have no result yet, or never will.</summary>
/// <remarks>Apart from <see cref="PluginCall"/>, so that what is inlined into each proxy stays short: with more in it, results are copied on their way, which costs as much as the rest of the call.</remarks>
internal static class PluginCallEnd
{
    /// <summary>Leaves a call whose task has failed, or when it has ended.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task Later(PluginCall call, Task task)
    {
        if (task.IsCompleted)
        {
            call.ExitEnded(task.IsCompletedSuccessfully, task.IsCanceled);
            return task;
        }

        call.Suspend();
        return AwaitAsync(call, task);

        static async Task AwaitAsync(PluginCall call, Task pending)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            catch (Exception fault) when (PluginCall.Failed(call, fault))
            {
                throw;
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <inheritdoc cref="Later(PluginCall, Task)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<TResult> Later<TResult>(PluginCall call, Task<TResult> task)
    {
        if (task.IsCompleted)
        {
            call.ExitEnded(task.IsCompletedSuccessfully, task.IsCanceled);
            return task;
        }

        call.Suspend();
        return AwaitAsync(call, task);

        static async Task<TResult> AwaitAsync(PluginCall call, Task<TResult> pending)
        {
            try
            {
                return await pending.ConfigureAwait(false);
            }
            catch (Exception fault) when (PluginCall.Failed(call, fault))
            {
                throw;
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <inheritdoc cref="Later(PluginCall, Task)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ValueTask Later(PluginCall call, ValueTask task)
    {
        if (task.IsCompleted)
        {
            call.ExitEnded(task.IsCompletedSuccessfully, task.IsCanceled);
            return task;
        }

        call.Suspend();
        return AwaitAsync(call, task);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        static async ValueTask AwaitAsync(PluginCall call, ValueTask pending)
        {
            try
            {
                await pending.ConfigureAwait(false);
            }
            catch (Exception fault) when (PluginCall.Failed(call, fault))
            {
                throw;
            }
            finally
            {
                call.Exit();
            }
        }
    }

    /// <inheritdoc cref="Later(PluginCall, Task)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ValueTask<TResult> Later<TResult>(PluginCall call, ValueTask<TResult> task)
    {
        if (task.IsCompleted)
        {
            call.ExitEnded(task.IsCompletedSuccessfully, task.IsCanceled);
            return task;
        }

        call.Suspend();
        return AwaitAsync(call, task);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<TResult> AwaitAsync(PluginCall call, ValueTask<TResult> pending)
        {
            try
            {
                return await pending.ConfigureAwait(false);
            }
            catch (Exception fault) when (PluginCall.Failed(call, fault))
            {
                throw;
            }
            finally
            {
                call.Exit();
            }
        }
    }
}
