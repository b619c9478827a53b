using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins;

/// <summary>One instance of a plugin and what it lives on: its container, its scope of the host, its load context.</summary>
#pragma warning disable CA1001 // EndAsync ends it; its token has nothing to dispose.
internal sealed class PluginActivation
#pragma warning restore CA1001
{
    private readonly PluginContext _context;
    private readonly AsyncServiceScope _scope;
    private readonly ServiceProvider? _child;
    private readonly PluginLoadContext? _loadContext;
    private readonly LoadFaults? _faults;
    private readonly bool _ownsInstance;
    private readonly PluginCancellation _stopping = new();
    private readonly BackgroundServices _background;
    private volatile string? _fault;
    private bool _isSetUp;

    /// <summary>Creates the activation of an instance that was given in code.</summary>
    public PluginActivation(object instance, PluginContext context, AsyncServiceScope scope, bool ownsInstance)
    {
        Instance = instance;
        Target = new(instance, _stopping.Token);
        _context = context;
        _context.CountCalls = () => Target.InFlight;
        _scope = scope;
        _ownsInstance = ownsInstance;
        _background = new(OnFault);
    }

    /// <summary>Creates the activation of an instance that a container of its own has made.</summary>
    public PluginActivation(object instance, PluginContext context, AsyncServiceScope scope, ServiceProvider child, PluginLoadContext? loadContext, LoadFaults? faults)
        : this(instance, context, scope, ownsInstance: true)
    {
        _child = child;
        _loadContext = loadContext;
        _faults = faults;
    }

    public object Instance { get; }

    public CompilerServices.PluginTarget Target { get; }

    /// <summary>Gets the load context of its code; null if it has none of its own.</summary>
    public PluginLoadContext? LoadContext => _loadContext;

    /// <summary>Gets or sets the copy of the plugin's folder that it is loaded from; null if it is loaded from there itself.</summary>
    public ShadowCopy? Copy { get; set; }

    /// <summary>Gets or sets what asks it how it is.</summary>
    public PluginHealth? Health { get; set; }

    /// <summary>Gets what has gone wrong in the background since the setup; null if nothing has.</summary>
    public string? Fault => _fault;

    /// <summary>Gets or sets what is told when something goes wrong in the background. Look at <see cref="Fault"/> after setting it.</summary>
    public Action<string>? Faulted { get; set; }

    /// <summary>Sets the plugin up and starts its background services.</summary>
    /// <exception cref="PluginRegistryException">An assembly, a library or a member is missing that was not needed until now.</exception>
    public async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Instance is IPluginSetup setup)
            {
                await setup.SetupAsync(_context, cancellationToken).ConfigureAwait(false);
            }

            _isSetUp = true;
            await _background.StartAsync(_child?.GetServices<IHostedService>() ?? [], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (_faults?.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Cancels the calls that are still inside.</summary>
    public void CancelCalls() => _stopping.Cancel();

    /// <summary>Stops what was started, in reverse, tears down what was set up, and disposes: each step whatever became of those before.</summary>
    public async Task<PluginEnd> EndAsync(CancellationToken cancellationToken)
    {
        var (released, overran, faults) = (true, false, new List<string>());
        await _background.StopAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        if (_isSetUp && Instance is IPluginTeardown teardown)
        {
            await TryAsync("teardown", async () => released = await teardown.TeardownAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await TryAsync("disposing it", DisposeInstanceAsync).ConfigureAwait(false);
        await TryAsync("disposing its scope of the host's services", _scope.DisposeAsync).ConfigureAwait(false);
        if (_loadContext is { IsCollectible: true })
        {
            _loadContext.Unload();
        }

        return new(released, overran, faults.Count == 0 ? null : string.Join("; ", faults));

        async ValueTask TryAsync(string what, Func<ValueTask> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                overran = true;
            }
            catch (Exception fault)
            {
                faults.Add($"{what} threw {ExceptionText.Full(fault)}");
            }
        }
    }

    private void OnFault(string fault)
    {
        _fault = fault;
        Faulted?.Invoke(fault);
    }

    private ValueTask DisposeInstanceAsync() =>
        _child is not null ? _child.DisposeAsync() : _ownsInstance ? Disposal.DisposeAsync(Instance) : default;
}
