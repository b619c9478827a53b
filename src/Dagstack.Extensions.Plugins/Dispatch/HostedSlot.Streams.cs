using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <content>Streams.</content>
internal sealed partial class HostedSlot
{
    /// <summary>One enumeration, which is one call: entered by its first item, left by its disposal.</summary>
    /// <param name="invocation">The hook and its arguments.</param>
    /// <param name="deadline">Cancelled when the time of the call is over; the other token is then, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<TItem> EnumerateAsync<TItem>(
        StreamInvocation<TItem> invocation,
        CancellationToken deadline,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = await EnterAsync(cancellationToken).ConfigureAwait(false);
        var kept = _path is { KeepsCalls: true } ? new OpenCall(call.Target) : null;
        var isLate = false;
        Exception? fault = null;
        try
        {
            var token = call.Token(cancellationToken);
            IAsyncEnumerator<TItem> items;
            try
            {
                items = Inside(kept, () => invocation.Invoke(call.Plugin<object>(), token).GetAsyncEnumerator(token));
            }
            catch (Exception thrown)
            {
                fault = thrown;
                throw;
            }

            try
            {
                while (true)
                {
                    try
                    {
                        var isOver = !await Inside(kept, items.MoveNextAsync).ConfigureAwait(false);
                        isLate |= deadline.IsCancellationRequested;
                        if (isOver)
                        {
                            break;
                        }
                    }
                    catch (Exception thrown)
                    {
                        fault = thrown;
                        throw;
                    }

                    yield return items.Current;
                }
            }
            finally
            {
                await DisposeAsync(kept, items, thrown => fault ??= thrown).ConfigureAwait(false);
            }
        }
        finally
        {
            kept?.Close();
            if (isLate)
            {
                PluginCall.Failed(call);
            }
            else if (fault is not null)
            {
                Count(call, fault, deadline);
            }

            call.Exit();
        }
    }

    private static async ValueTask DisposeAsync<TItem>(OpenCall? kept, IAsyncEnumerator<TItem> items, Action<Exception> failed)
    {
        try
        {
            await Inside(kept, items.DisposeAsync).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            failed(thrown);
            throw;
        }
    }

    /// <summary>Does one step of an enumeration inside of its call, which does not follow it from step to step by itself.</summary>
    private static T Inside<T>(OpenCall? call, Func<T> step)
    {
        using var scope = call is null ? default : CallMetadata.Enter(call);
        return step();
    }
}
