using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Calls the plugins of a kind that serve when the call begins. One that stops serving before its turn is passed over.</summary>
internal sealed class KindDispatcher<TKind>(PluginKind kind, PluginCallOptions? options, DispatchClass? expected, ILogger logger) : PluginDispatcher<TKind>
    where TKind : class
{
    private int MaxParallelism => options?.MaxParallelism ?? kind.Options.MaxParallelism;

    public override BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook) => Collect(state, hook, bestEffort: false);

    public override BroadcastResult<TResult> Collect<TState, TResult>(TState state, Func<TKind, TState, TResult> hook, bool bestEffort)
    {
        var goesOn = GoesOn(bestEffort);
        var members = kind.Serving.InOrder;
        var (plugins, results, faults) = (new List<PluginId>(members.Length), new List<TResult>(members.Length), (List<PluginFault>?)null);
        foreach (var member in members)
        {
            try
            {
                results.Add(hook(Proxy(member), state));
                plugins.Add(member.Id);
            }
            catch (PluginUnavailableException gone) when (HasLeft(member, gone))
            {
            }
            catch (Exception fault) when (goesOn && fault is not DispatchMismatchException)
            {
                (faults ??= []).Add(new(member.Id, fault));
            }
        }

        return new(kind.Name, plugins, results, faults);
    }

    public override Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, CancellationToken cancellationToken) =>
        CollectAsync(state, hook, bestEffort: false, cancellationToken);

    public override Task<BroadcastResult<TResult>> CollectAsync<TState, TResult>(TState state, Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook, bool bestEffort, CancellationToken cancellationToken) =>
        new CollectRun<TKind, TState, TResult>(kind.Name, kind.Serving.InOrder, Proxy, state, hook, GoesOn(bestEffort)).RunAsync(MaxParallelism, cancellationToken);

    public override async Task NotifyAsync<TState>(TState state, bool isSync, Func<TKind, TState, CancellationToken, ValueTask> hook, CancellationToken cancellationToken)
    {
        var members = kind.Serving.InOrder;
        var turns = new Turns(members.Length);
        await turns.RunAsync(MaxParallelism, isSync, TellAsync).ConfigureAwait(false);

        async ValueTask TellAsync(int index)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var member = members[index];
            try
            {
                await hook(Proxy(member), state, cancellationToken).ConfigureAwait(false);
            }
            catch (PluginUnavailableException gone) when (HasLeft(member, gone))
            {
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (Exception fault) when (fault is not DispatchMismatchException)
            {
                logger.NotifyFailed(member.Id, ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
            }
        }
    }

    public override T Chain<TState, T>(T value, TState state, Func<TKind, T, TState, ChainResult<T>> hook)
    {
        foreach (var member in Links())
        {
            try
            {
                var result = hook(Proxy(member), value, state);
                if (result.IsStop)
                {
                    break;
                }

                value = result.Value;
            }
            catch (PluginUnavailableException gone) when (HasLeft(member, gone))
            {
            }
        }

        return value;
    }

    public override async ValueTask<T> ChainAsync<TState, T>(T value, TState state, Func<TKind, T, TState, CancellationToken, ValueTask<ChainResult<T>>> hook, CancellationToken cancellationToken)
    {
        foreach (var member in Links())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var result = await hook(Proxy(member), value, state, cancellationToken).ConfigureAwait(false);
                if (result.IsStop)
                {
                    break;
                }

                value = result.Value;
            }
            catch (PluginUnavailableException gone) when (HasLeft(member, gone))
            {
            }
        }

        return value;
    }

    /// <summary>Tells whether a plugin was not there any more when its turn came, which is the same as if it had left before the call.</summary>
    internal static bool HasLeft(KindMember member, PluginUnavailableException gone) => gone.Plugin == member.Id;

    /// <summary>Tells whether a failure leaves the call going: the call decides, else the host, else the contract.</summary>
    private bool GoesOn(bool inContract) => options?.BestEffort ?? kind.Options.BestEffort ?? inContract;

    /// <summary>Gets the plugins of a chain.</summary>
    /// <exception cref="PluginUnavailableException">One that the host requires does not serve.</exception>
    private KindMember[] Links()
    {
        var serving = kind.Serving;
        return serving.Missing is { } missing ? throw kind.Missing(missing) : serving.InChain;
    }

    private TKind Proxy(KindMember member) => options is null && expected is null ? member.As<TKind>() : (TKind)(object)member.ProxyFor(options, expected);
}
