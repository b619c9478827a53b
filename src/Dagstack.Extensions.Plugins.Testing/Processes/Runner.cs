using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>What a fresh process does with a plugin.</summary>
internal static class Runner
{
    private const int WarmUps = 2;
    private const int MaxHolders = 2;

    public static async Task<RunnerResponse> RunAsync(RunnerRequest request)
    {
        foreach (var file in request.Contracts)
        {
            Load(file);
        }

        var contract = PluginContracts.FindAll()[request.Kind];
        string[] outcomes;
        var first = await StartAsync(request, collectible: false).ConfigureAwait(false);
        await using (first.ConfigureAwait(false))
        {
            if (Complaint(first, request) is { } reason)
            {
                return new() { NotStarted = reason };
            }

            outcomes = await CallAsync(first, request, contract).ConfigureAwait(false);
        }

        var leaks = new List<Leak>();
        var contexts = new List<WeakReference>();
        for (var i = 0; i < WarmUps; i++)
        {
            _ = await CycleAsync(request, contract, contexts).ConfigureAwait(false);
        }

        var before = ProcessState.Read();
        for (var i = 0; i < request.Cycles; i++)
        {
            leaks.AddRange(await CycleAsync(request, contract, contexts).ConfigureAwait(false));
        }

        var after = ProcessState.Read();
        leaks.AddRange(after.Since(before, request.Cycles));
        if (await LoadContexts.CollectAsync(contexts).ConfigureAwait(false) is > 0 and var alive)
        {
            var holders = await LoadContexts.FindHoldersAsync(contexts).ConfigureAwait(false);
            var held = holders.Count == 0 ? "something outside of the plugin holds on to it" : $"held by {string.Join("; ", holders.Take(MaxHolders))}";
            leaks.Add(new(LeakKind.LoadContext, $"After {request.Cycles + WarmUps} setups and teardowns, {alive} load contexts of the plugin are still in memory: {held}"));
        }

        return new() { Outcomes = outcomes, Leaks = [.. leaks.Distinct()] };
    }

    private static void Load(string file)
    {
        try
        {
            Assembly.Load(new AssemblyName(Path.GetFileNameWithoutExtension(file)));
        }
        catch (FileNotFoundException)
        {
            AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
        }
    }

    private static Task<PluginTestHost> StartAsync(RunnerRequest request, bool collectible)
    {
        var builder = new PluginTestHostBuilder { Seed = request.Seed }.ConfigurePlugins(options =>
        {
            foreach (var folder in request.OtherPlugins.Prepend(request.Folder))
            {
                options.Discover(folder);
            }

            options.Collectible = collectible;
        });
        foreach (var (key, value) in request.Configuration)
        {
            builder.WithConfiguration(key, value);
        }

        return builder.StartAsync();
    }

    /// <summary>Says why the plugin does not serve; null if it does.</summary>
    private static string? Complaint(PluginTestHost host, RunnerRequest request) =>
        StatusOf(host, request) is not { } status ? "no plugin was found" : status.IsServing ? null : status.Reason ?? $"it is {status}";

    private static PluginStatus? StatusOf(PluginTestHost host, RunnerRequest request) => host.Registry.Plugins.FirstOrDefault(status => status.Id?.ToString() == request.Plugin);

    private static async Task<string[]> CallAsync(PluginTestHost host, RunnerRequest request, PluginContract contract)
    {
        var json = new HookJson(contract, onlyExposed: false);
        var calls = request.Calls.Select(call =>
        {
            var hook = contract.Hooks[call.Hook];
            var invocation = json.ReadArguments(hook, Encoding.UTF8.GetBytes(call.Arguments));
            return new HookCall(hook, [.. Enumerable.Range(0, hook.Parameters.Count).Select(invocation.GetArgument)]);
        });
        var plugin = ((IKeyedServiceProvider)host.Services).GetRequiredKeyedService(contract.InterfaceType, request.Plugin);
        var outcomes = await new HookCaller(contract, host.Clock, culture: ForeignCulture.Instance).CallAsync(plugin, calls, CancellationToken.None).ConfigureAwait(false);
        return [.. outcomes.Select(static outcome => outcome.Json)];
    }

    private static async Task<List<Leak>> CycleAsync(RunnerRequest request, PluginContract contract, List<WeakReference> contexts)
    {
        var leaks = new List<Leak>();
        var host = await StartAsync(request, collectible: true).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            if (Complaint(host, request) is { } reason)
            {
                return [new(LeakKind.Teardown, $"After its teardown the plugin does not start again: {reason.TrimEnd('.')}")];
            }

            _ = await CallAsync(host, request, contract).ConfigureAwait(false);
            contexts.AddRange(LoadContexts.Find(request.Plugin));
            try
            {
                await host.Registry.TeardownAsync().ConfigureAwait(false);
            }
            catch (TeardownErrorsException fault)
            {
                leaks.AddRange(fault.Errors.Where(error => error.Key.ToString() == request.Plugin).Select(static error => new Leak(LeakKind.Teardown, $"Its teardown failed: {error.Value.TrimEnd('.')}")));
            }

            if (StatusOf(host, request) is { } status and ({ RequiresRestart: true } or { State: PluginState.Leaked }) && leaks.Count == 0)
            {
                leaks.Add(new(LeakKind.Teardown, $"Its teardown says that not everything was released: {status}"));
            }

            // With other plugins beside it nobody can tell whose they are.
            if (request.OtherPlugins.Count == 0 && host.Clock.ActiveTimers is > 0 and var timers)
            {
                leaks.Add(new(LeakKind.Timer, $"After teardown {timers} timer{(timers == 1 ? " of the resource 'clock' is" : "s of the resource 'clock' are")} still running"));
            }
        }

        return leaks;
    }
}
