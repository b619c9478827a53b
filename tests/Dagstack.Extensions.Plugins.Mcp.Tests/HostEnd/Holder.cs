using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>A hosted service that holds up the stop of its host until it is let go.</summary>
internal sealed class Holder : IHostedService
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the host is stopping.</summary>
    public Task Stopping => _stopping.Task.WaitAsync(Limits.Patience);

    public void Release() => _released.TrySetResult();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.TrySetResult();
        return _released.Task;
    }
}
