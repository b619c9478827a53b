using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>An object in the host's process, and what it lives on: its container, its load context, its background services.</summary>
internal sealed class InProcessInstance : PluginInstance
{
    private readonly PluginInstanceContext _context;
    private readonly ServiceProvider? _child;
    private readonly PluginLoadContext? _code;
    private readonly LoadFaults? _faults;
    private readonly UnloadCheck? _unload;
    private readonly BackgroundServices _background;
    private bool _isSetUp;

    /// <summary>Creates an instance that was given in code.</summary>
    public InProcessInstance(object target, PluginInstanceContext context)
        : base(target)
    {
        _context = context;
        _background = new(ReportFault);
    }

    /// <summary>Creates an instance that a container of its own has made.</summary>
    public InProcessInstance(object target, PluginInstanceContext context, ServiceProvider child, PluginLoadContext? code, LoadFaults? faults, UnloadCheck unload)
        : this(target, context)
    {
        _child = child;
        _code = code;
        _faults = faults;
        _unload = unload;
    }

    public override bool ReportsHealth => Target is IPluginHealth;

    public override PluginRemains? Remains => _code is { IsCollectible: true } code ? new CodeRemains(code, _unload!) : null;

    /// <exception cref="PluginRegistryException">An assembly, a library or a member is missing that was not needed until now.</exception>
    public override async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Target is IPluginSetup setup)
            {
                await setup.SetupAsync(_context.Context, cancellationToken).ConfigureAwait(false);
            }

            _isSetUp = true;
            await _background.StartAsync(_child?.GetServices<IHostedService>() ?? [], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (_faults?.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    public override async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        await ((IPluginHealth)Target).CheckHealthAsync(cancellationToken).ConfigureAwait(false);

    public override async ValueTask EndAsync(PluginEnding ending)
    {
        await _background.StopAsync(ending).ConfigureAwait(false);
        if (_isSetUp && Target is IPluginTeardown teardown)
        {
            await ending.TryAsync("teardown", async () => ending.Released = await teardown.TeardownAsync(ending.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await ending.TryAsync("disposing it", DisposeAsync).ConfigureAwait(false);
        if (_code is { IsCollectible: true })
        {
            _code.Unload();
        }
    }

    private ValueTask DisposeAsync() =>
        _child is not null ? _child.DisposeAsync() : _context.Plugin.OwnsInstance ? Disposal.DisposeAsync(Target) : default;
}
