using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Inputs;
using Dagstack.Extensions.Plugins.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>One run of the suite: its inputs, and what hosts it starts for them.</summary>
internal sealed class SuiteRun(Subject subject, SuiteSettings settings) : IAsyncDisposable
{
    /// <summary>How often the plugin is set up and torn down where leaks are measured.</summary>
    private const int Cycles = 5;

    private readonly SubscriptionWatch _subscriptions = new(subject.Name);
    private PluginTestHost? _host;
    private IReadOnlyList<HookCall>? _calls;
    private List<string> _notMade = [];
    private SuitePass? _first;
    private SuitePass? _second;
    private RunnerResponse? _fresh;
    private string? _notFresh;

    public Subject Subject => subject;

    /// <summary>Gets what the plugin was still subscribed to after its teardown, in the hosts that have ended.</summary>
    public IReadOnlyList<string> ForgottenTopics => _subscriptions.Topics;

    public SuiteSettings Settings => settings;

    /// <summary>Gets the inputs: those of the author, else made ones.</summary>
    public IReadOnlyList<HookCall> Calls => _calls ??= settings.Calls.Count > 0 ? settings.Calls
        : subject.Contract is null ? []
        : InputMaker.MakeCalls(subject.Contract, settings.Seed, out _notMade);

    /// <summary>Gets why hooks have no input.</summary>
    public IReadOnlyList<string> NotMade => Calls.Count >= 0 ? _notMade : [];

    /// <summary>Calls all inputs once, in order, on a host of its own. Later calls of this get the same.</summary>
    public async Task<SuitePass> FirstAsync(CancellationToken cancellationToken) => _first ??= await PassAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Does the same a second time, on another host.</summary>
    public async Task<SuitePass> SecondAsync(CancellationToken cancellationToken) => _second ??= await PassAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Runs the plugin in a fresh process; later calls get the same.</summary>
    /// <param name="check">The check that asks.</param>
    /// <param name="findings">Told why it cannot be done.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>Null if it cannot be done.</returns>
    public async Task<RunnerResponse?> FreshAsync(PluginCheck check, Findings findings, CancellationToken cancellationToken)
    {
        if (subject.HasOwnProcess)
        {
            _notFresh = $"The plugin has a process of its own, which each host starts afresh: {nameof(PluginCheck.Determinism)} compares two of them, and what one leaves behind ends with it.";
        }
        else if (settings.ConfigureHost.Count > 0)
        {
            _notFresh = $"A fresh process cannot be given what {nameof(PluginContractSuite.ConfigureHost)} does. Give the plugin what it needs by {nameof(PluginContractSuite.WithConfiguration)} to have it checked there too.";
        }

        if (_notFresh is null)
        {
            _fresh ??= await FreshProcess.TryAskAsync(() => FreshRequest.TryCreate(this, Cycles, Skip), Skip, cancellationToken).ConfigureAwait(false);
        }

        if (_notFresh is not null)
        {
            findings.Skip(check, _notFresh);
        }

        return _fresh;

        void Skip(string reason) => _notFresh = reason;
    }

    /// <summary>Starts a host that has this plugin, and those that the author gave it, and ends the one before: a plugin may hold something that only one can have.</summary>
    public async Task<PluginTestHost> StartAsync(CancellationToken cancellationToken, Action<PluginTestHostBuilder>? configure = null)
    {
        await DisposeAsync().ConfigureAwait(false);
        return _host = await CreateBuilder(configure).StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prepares a host that has this plugin, and those that the author gave it.</summary>
    public PluginTestHostBuilder CreateBuilder(Action<PluginTestHostBuilder>? configure = null)
    {
        var builder = new PluginTestHostBuilder { Seed = settings.Seed }.ConfigurePlugins(options =>
        {
            options.Discover(subject.Folder);
            settings.OtherPlugins.ForEach(folder => options.Discover(folder));
        });
        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(_subscriptions));
        foreach (var (key, value) in settings.Configuration)
        {
            builder.WithConfiguration(key, value);
        }

        settings.ConfigureHost.ForEach(more => more(builder));
        configure?.Invoke(builder);
        return builder;
    }

    /// <summary>Gets the plugin of a host.</summary>
    public object PluginOf(PluginTestHost host) =>
        ((IKeyedServiceProvider)host.Services).GetRequiredKeyedService(subject.Contract!.InterfaceType, subject.Name);

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<SuitePass> PassAsync(CancellationToken cancellationToken)
    {
        var host = await StartAsync(cancellationToken).ConfigureAwait(false);
        using var sinks = new SinkWatch();
        var status = host.Registry.Plugins.FirstOrDefault(IsSubject);
        var outcomes = status is { IsServing: true } && subject.Contract is { } contract
            ? await new HookCaller(contract, host.Clock).CallAsync(PluginOf(host), Calls, cancellationToken).ConfigureAwait(false)
            : [];
        return new(status, outcomes, sinks.Faults);
    }

    /// <summary>Knows the plugin by its identity, or by its folder where its manifest does not say one.</summary>
    private bool IsSubject(PluginStatus status) =>
        status.Id is { } id ? id.ToString() == subject.Name : status.Path?.StartsWith(subject.Folder, StringComparison.Ordinal) == true;
}
