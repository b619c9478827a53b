using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>One call of an asynchronous hook of many plugins, whose results are collected.</summary>
internal sealed class CollectRun<TKind, TState, TResult>(
    string kind,
    KindMember[] members,
    Func<KindMember, TKind> proxyOf,
    TState state,
    Func<TKind, TState, CancellationToken, ValueTask<TResult>> hook,
    bool bestEffort)
    where TKind : class
{
    private readonly TResult[] _results = new TResult[members.Length];
    private readonly Exception?[] _faults = new Exception?[members.Length];
    private readonly bool[] _hasAnswered = new bool[members.Length];
    private readonly Turns _turns = new(members.Length);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PluginCancellation? _stop;
    private int _hasFailed;
    private CancellationToken _caller;

    public async Task<BroadcastResult<TResult>> RunAsync(int parallelism, CancellationToken cancellationToken)
    {
        _caller = cancellationToken;
        cancellationToken.ThrowIfCancellationRequested();

        // With one plugin there is nobody to stop when it fails.
        using var stop = bestEffort || members.Length < 2 ? null : new PluginCancellation(cancellationToken);
        _stop = stop;
        var all = _turns.RunAsync(parallelism, onPool: false, CallAsync);
        if (!all.IsCompletedSuccessfully && await Task.WhenAny(all, _failed.Task).ConfigureAwait(false) == _failed.Task)
        {
            // The others are cancelled and go on without anybody waiting for them.
            await _failed.Task.ConfigureAwait(false);
        }

        await all.ConfigureAwait(false);
        if (_failed.Task.IsFaulted)
        {
            await _failed.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Result();
    }

    private async ValueTask CallAsync(int index)
    {
        var member = members[index];
        try
        {
            _caller.ThrowIfCancellationRequested();
            _results[index] = await hook(proxyOf(member), state, _stop?.Token ?? _caller).ConfigureAwait(false);
            _hasAnswered[index] = true;
        }
        catch (PluginUnavailableException gone) when (KindDispatcher<TKind>.HasLeft(member, gone))
        {
        }
        catch (Exception fault)
        {
            _faults[index] = fault;
            if (!bestEffort || fault is DispatchMismatchException)
            {
                Fail(fault);
            }
        }
    }

    private void Fail(Exception fault)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            // Before anybody is told, who would end what the others are to hear.
            _turns.End();
            _stop?.Cancel();
            _failed.SetException(fault);
        }
    }

    private BroadcastResult<TResult> Result()
    {
        if (Array.TrueForAll(_hasAnswered, static answered => answered))
        {
            return new(kind, Array.ConvertAll(members, static member => member.Id), _results);
        }

        var answered = Enumerable.Range(0, members.Length).Where(index => _hasAnswered[index]).ToList();
        var faults = Enumerable.Range(0, members.Length).Where(index => _faults[index] is not null).Select(index => new PluginFault(members[index].Id, _faults[index]!));
        return new(kind, answered.ConvertAll(index => members[index].Id), answered.ConvertAll(index => _results[index]), [.. faults]);
    }
}
