using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>The time that there is for stopping all plugins: what is left of the host's, and at least a grace of their own.</summary>
/// <remarks>
/// The host's token may have expired before the plugins' turn comes, since they stop after everything else. Then half of the grace is
/// for calls in flight, and half for teardown.
/// </remarks>
internal sealed class StopBudget : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly CancellationToken _host;
    private readonly CancellationTokenSource _grace;
    private readonly CancellationTokenSource _half;
    private readonly CancellationTokenRegistration[] _expiries;

    public StopBudget(TimeSpan grace, TimeProvider time, CancellationToken host)
    {
        _host = host;
        _grace = PluginDeadline.Start(grace, time);
        _half = PluginDeadline.Start(grace == Timeout.InfiniteTimeSpan ? grace : grace / 2, time);
        _expiries = [.. new[] { host, _grace.Token, _half.Token }.Select(expiry => expiry.UnsafeRegister(static self => ((StopBudget)self!).Look(), this))];
    }

    /// <summary>Gets the time as those see it who stop plugins.</summary>
    public StopTime Time => new(_over.Token, _hurry.Token);

    public void Dispose()
    {
        foreach (var expiry in _expiries)
        {
            expiry.Dispose();
        }

        _grace.Dispose();
        _half.Dispose();
        _over.Dispose();
        _hurry.Dispose();
    }

    private void Look()
    {
        if (!_host.IsCancellationRequested)
        {
            return;
        }

        if (_half.IsCancellationRequested)
        {
            _hurry.Cancel();
        }

        if (_grace.IsCancellationRequested)
        {
            _over.Cancel();
        }
    }
}
