using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Runtimes;

/// <summary>A runtime in its host, for which it is code of others: what it says of itself is asked once, and what it throws becomes a reason that names it.</summary>
internal sealed class HostedRuntime
{
    private readonly PluginRuntime _runtime;
    private readonly ILogger _logger;
    private int _hasTold;

    /// <exception cref="InvalidOperationException">The runtime cannot say what it is.</exception>
    public HostedRuntime(PluginRuntime runtime, ILogger logger)
    {
        (_runtime, _logger) = (runtime, logger);
        Name = Ask(static runtime => runtime.Name, nameof(PluginRuntime.Name));
        StartOrder = Ask(static runtime => runtime.StartOrder, nameof(PluginRuntime.StartOrder));
        Restart = Ask(static runtime => runtime.Restart, nameof(PluginRuntime.Restart));
        RetriesFailedStarts = Ask(static runtime => runtime.RetriesFailedStarts, nameof(PluginRuntime.RetriesFailedStarts));
        StartPatience = Ask(static runtime => runtime.StartPatience, nameof(PluginRuntime.StartPatience));
        if (StartPatience is { } patience && patience < TimeSpan.Zero && patience != Timeout.InfiniteTimeSpan)
        {
            throw new InvalidOperationException($"{nameof(PluginRuntime.StartPatience)} of the runtime {TypeName} is {patience}, but must be zero or more, or null. Correct {TypeName}.");
        }
    }

    public string Name { get; }

    public int StartOrder { get; }

    public PluginRestartOptions? Restart { get; }

    public bool RetriesFailedStarts { get; }

    public TimeSpan? StartPatience { get; }

    /// <summary>Gets what the runtime's class is called.</summary>
    public string? TypeName => _runtime.GetType().FullName;

    /// <summary>Says what the runtime has against a plugin; null for nothing.</summary>
    public PluginRefusal? Check(PluginDescription plugin)
    {
        if (plugin.Contract.IsInProcessOnly && (Name != PluginRuntimes.InProcess || plugin.Manifest.ExecutionModel == PluginExecutionModel.ProcessCpuBound))
        {
            return new(PluginErrorCodes.RuntimeNotSupported, StaysInProcess(plugin));
        }

        try
        {
            return _runtime.Check(plugin);
        }
        catch (Exception fault)
        {
            return new(PluginErrorCodes.PluginLoadError, Threw(nameof(PluginRuntime.Check), fault));
        }
    }

    /// <summary>Finds the keys by which a plugin's code takes others.</summary>
    /// <returns>The keys, and why they could not be looked for; null if they could.</returns>
    public (IReadOnlyList<string> Keys, PluginRefusal? Fault) FindInjectedKeys(PluginDescription plugin)
    {
        try
        {
            return (_runtime.FindInjectedKeys(plugin) ?? [], null);
        }
        catch (Exception fault)
        {
            return ([], new(PluginErrorCodes.PluginLoadError, Threw(nameof(PluginRuntime.FindInjectedKeys), fault)));
        }
    }

    /// <summary>Asks how long calls and starts of a plugin may take.</summary>
    /// <returns>Both, a call's null for as long as it takes, and why they are not known; null if they are.</returns>
    public (TimeSpan? Call, TimeSpan Start, PluginRefusal? Fault) AskTimes(PluginDescription plugin)
    {
        var member = nameof(PluginRuntime.CallTimeout);
        try
        {
            var call = _runtime.CallTimeout(plugin);
            if (call is { } limit && !PluginDeadline.IsTime(limit))
            {
                return Fail($"{member} of its runtime '{Name}' is {limit}, but must be a time above zero, or null for none. Correct {TypeName}.");
            }

            member = nameof(PluginRuntime.StartTimeout);
            var start = _runtime.StartTimeout(plugin);
            return PluginDeadline.IsTime(start)
                ? (call, start, null)
                : Fail($"{member} of its runtime '{Name}' is {start}, but must be a time above zero. Correct {TypeName}.");
        }
        catch (Exception fault)
        {
            return Fail(Threw(member, fault));
        }

        (TimeSpan?, TimeSpan, PluginRefusal?) Fail(string reason) => (null, plugin.Manifest.StartupTimeout, new(PluginErrorCodes.PluginLoadError, reason));
    }

    /// <exception cref="PluginLoadException">The runtime cannot say it.</exception>
    public bool WantsCopy(PluginDescription plugin)
    {
        try
        {
            return _runtime.WantsCopy(plugin);
        }
        catch (Exception fault)
        {
            throw new PluginLoadException(plugin.Id, Threw(nameof(PluginRuntime.WantsCopy), fault));
        }
    }

    /// <summary>Makes an instance, and lets through what is thrown.</summary>
    /// <exception cref="PluginLoadException">The runtime made nothing.</exception>
    public async ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken) =>
        await _runtime.CreateAsync(context, cancellationToken).ConfigureAwait(false)
        ?? throw new PluginLoadException(context.Plugin.Id, $"The runtime '{Name}' made nothing of the plugin '{context.Plugin.Id}'. Return an instance from CreateAsync, or throw what is wrong.");

    /// <summary>Tells whether a change of a file is a change of the plugin. If the runtime cannot say, it is.</summary>
    /// <param name="plugin">The plugin; null if it is not known.</param>
    /// <param name="path">The file, relative to the plugin's folder.</param>
    public bool IsCode(PluginDescription? plugin, string path) => CodeFiles.IsManifest(path) || IsOwnCode(plugin, path);

    /// <summary>Looks whether a file of code is there as a whole. If the runtime cannot say, it is not.</summary>
    /// <param name="plugin">The plugin; null if it is not known.</param>
    /// <param name="folder">The folder, or a copy of it.</param>
    /// <param name="path">The file, relative to it.</param>
    public string? ComplaintOf(PluginDescription? plugin, string folder, string path)
    {
        if (!IsOwnCode(plugin, path))
        {
            return null;
        }

        var file = Path.Combine(folder, path);
        try
        {
            return _runtime.FindComplaint(file);
        }
        catch (Exception fault)
        {
            var complaint = $"could not be looked at. {Threw(nameof(PluginRuntime.FindComplaint), fault)}";
            Tell($"'{file}' {complaint}");
            return complaint;
        }
    }

    private string StaysInProcess(PluginDescription plugin)
    {
        var (found, remedy) = Name == PluginRuntimes.InProcess
            ? ("execution_model is 'process_cpu_bound'", "execution_model = \"thread_cpu_bound\"")
            : ($"runtime is '{Name}'", $"runtime = \"{PluginRuntimes.InProcess}\"");
        return $"its {found}, and plugins of the kind '{plugin.Id.Kind}' run in the process of the host only: its contract {plugin.Contract.InterfaceType.FullName} says InProcessOnly. Write {remedy} in {plugin.Path ?? "its manifest"}.";
    }

    private bool IsOwnCode(PluginDescription? plugin, string path)
    {
        try
        {
            return plugin is null ? _runtime.IsCode(path) : _runtime.IsCode(plugin, path);
        }
        catch (Exception fault)
        {
            Tell($"'{path}' is taken for code, as are others. {Threw(nameof(PluginRuntime.IsCode), fault)}");
            return true;
        }
    }

    /// <summary>Says once what would else be said of each file.</summary>
    private void Tell(string problem)
    {
        if (Interlocked.Exchange(ref _hasTold, 1) == 0)
        {
            _logger.WatchProblem(problem);
        }
    }

    private T Ask<T>(Func<PluginRuntime, T> member, string name)
    {
        try
        {
            return member(_runtime);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{name} of the runtime {TypeName} threw {ExceptionText.Sentence(fault)} It is asked once, when the host is made, and is not to fail.", fault);
        }
    }

    private string Threw(string member, Exception fault) => $"{member} of its runtime '{Name}' threw {ExceptionText.Sentence(fault)} Correct {TypeName}.";
}
