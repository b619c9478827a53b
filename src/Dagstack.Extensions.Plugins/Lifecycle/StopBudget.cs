using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Tasks;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>The time that there is for stopping all plugins: what is left of the host's, and at least a grace of their own.</summary>
/// <remarks>The host's token may have expired before the plugins' turn comes, since they stop after everything else.</remarks>
internal sealed class StopBudget : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationToken _host;
    private readonly CancellationTokenSource _grace;
    private readonly CancellationTokenRegistration _hostExpired;
    private readonly CancellationTokenRegistration _graceExpired;

    public StopBudget(TimeSpan grace, TimeProvider time, CancellationToken host)
    {
        _host = host;
        _grace = PluginDeadline.Start(grace, time);
        _hostExpired = host.UnsafeRegister(static self => ((StopBudget)self!).EndIfBothAreOver(), this);
        _graceExpired = _grace.Token.UnsafeRegister(static self => ((StopBudget)self!).EndIfBothAreOver(), this);
    }

    /// <summary>Gets the token that is cancelled when both are over.</summary>
    public CancellationToken Token => _over.Token;

    public void Dispose()
    {
        _hostExpired.Dispose();
        _graceExpired.Dispose();
        _grace.Dispose();
        _over.Dispose();
    }

    private void EndIfBothAreOver()
    {
        if (_host.IsCancellationRequested && _grace.IsCancellationRequested)
        {
            _over.Cancel();
        }
    }
}
