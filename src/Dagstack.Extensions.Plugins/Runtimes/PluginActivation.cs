using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins;

/// <summary>One instance of a plugin and what it lives on: its container, its scope of the host, its load context.</summary>
internal sealed class PluginActivation : IAsyncDisposable
{
    private readonly PluginContext _context;
    private readonly AsyncServiceScope _scope;
    private readonly ServiceProvider? _child;
    private readonly PluginLoadContext? _loadContext;
    private readonly bool _ownsInstance;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Stack<IHostedService> _started = new();
    private int _disposed;

    public PluginActivation(object instance, PluginContext context, AsyncServiceScope scope, ServiceProvider? child, PluginLoadContext? loadContext, bool ownsInstance)
    {
        Instance = instance;
        Target = new(instance, _stopping.Token);
        _context = context;
        _scope = scope;
        _child = child;
        _loadContext = loadContext;
        _ownsInstance = ownsInstance;
    }

    public object Instance { get; }

    public CompilerServices.PluginTarget Target { get; }

    /// <summary>Sets the plugin up and starts its background services.</summary>
    public async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        if (Instance is IPluginSetup setup)
        {
            await setup.SetupAsync(_context, cancellationToken).ConfigureAwait(false);
        }

        foreach (var service in _child?.GetServices<IHostedService>() ?? [])
        {
            _started.Push(service);
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops what was started, in reverse, and tears the plugin down.</summary>
    /// <returns>What the plugin answered: whether everything was released.</returns>
    public async ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
    {
        while (_started.TryPop(out var service))
        {
            await service.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        return Instance is not IPluginTeardown teardown || await teardown.TeardownAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cancels the calls that are still inside.</summary>
    public void CancelCalls() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            await DisposeInstanceAsync().ConfigureAwait(false);
        }
        finally
        {
            await _scope.DisposeAsync().ConfigureAwait(false);
            _stopping.Dispose();
            if (_loadContext is { IsCollectible: true })
            {
                _loadContext.Unload();
            }
        }
    }

    private async ValueTask DisposeInstanceAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync().ConfigureAwait(false);
        }
        else if (!_ownsInstance)
        {
            return;
        }
        else if (Instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            (Instance as IDisposable)?.Dispose();
        }
    }
}
