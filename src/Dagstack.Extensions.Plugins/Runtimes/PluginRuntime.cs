using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>Runs plugins in one way: in the host's process, in a child process, on a server.</summary>
/// <remarks>
/// <para>
/// One object for each host, made when the host is. The host asks it about plugins before anything of them is loaded, has it make
/// instances, and sees to all else: order, time, states, middleware, calls in flight, restarts.
/// </para>
/// <para>See docs/internals.md, and §4 of the plugin contract.</para>
/// </remarks>
public abstract class PluginRuntime
{
    /// <summary>Gets the name that manifests give under <c>runtime</c>: lower-case letters, digits and '_'.</summary>
    public abstract string Name { get; }

    /// <summary>Gets where its plugins come in the order of starts: those of lower numbers start earlier, whatever depends on what.</summary>
    /// <value>100 by default; 0 for <c>in_process</c>.</value>
    public virtual int StartOrder => 100;

    /// <summary>Gets when an instance that died is replaced by a new one.</summary>
    /// <value>Null by default: never.</value>
    public virtual PluginRestartOptions? Restart => null;

    /// <summary>Gets a value indicating whether a plugin whose start has failed is started again, with the pauses of <see cref="Restart"/>, as one that has died.</summary>
    /// <remarks>Only where another start may help: it took too long, or failed as <see cref="PluginErrorCodes.PluginUnavailable"/>. When it serves, those are started that failed because of it.</remarks>
    /// <value>False by default.</value>
    public virtual bool RetriesFailedStarts => false;

    /// <summary>Gets how long the start of the host waits for plugins of this runtime, and for those that depend on them, once all others have started.</summary>
    /// <remarks>Those that are not ready by then go on starting while the host runs. Plugins that the host requires, and what they depend on, are waited for in any case.</remarks>
    /// <value>Null by default: they start in their order, and the host waits for as long as it takes. Zero for not at all.</value>
    public virtual TimeSpan? StartPatience => null;

    /// <summary>Looks at a plugin before anything of it is loaded: its own table of the manifest, its hooks, its execution model.</summary>
    /// <remarks>By default, a plugin is refused whose contract has hooks for which <see cref="CanServe"/> says no.</remarks>
    /// <param name="plugin">The plugin, whose manifest is valid by the rules that all runtimes share.</param>
    /// <returns>Why it cannot run; null if it can.</returns>
    public virtual PluginRefusal? Check(PluginDescription plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        string[] unserved = [.. plugin.Contract.Hooks.Where(hook => !CanServe(hook)).Select(static hook => $"'{hook.Name}'")];
        return unserved.Length == 0
            ? null
            : new(PluginErrorCodes.RuntimeNotSupported, $"its runtime '{Name}' cannot serve {string.Join(", ", unserved)} of the kind '{plugin.Id.Kind}'. Use another runtime, or another contract.");
    }

    /// <summary>Tells whether plugins of this runtime can have a hook.</summary>
    /// <param name="hook">A hook of a contract.</param>
    /// <returns>True by default.</returns>
    public virtual bool CanServe(HookDescriptor hook) => true;

    /// <summary>Finds the keys by which the plugin's code takes other plugins, so that these start before it.</summary>
    /// <param name="plugin">The plugin. Nothing of it is to be loaded.</param>
    /// <returns>Keys such as <c>kind:name</c> or <c>kind</c>; empty by default. Others are passed over.</returns>
    public virtual IReadOnlyList<string> FindInjectedKeys(PluginDescription plugin) => [];

    /// <summary>Tells whether a change of a file is a change of a plugin that is not known yet. Manifests are in any case.</summary>
    /// <remarks>A folder is watched before its manifest is one that the host takes.</remarks>
    /// <param name="path">The file, relative to the plugin's folder.</param>
    /// <returns>False by default.</returns>
    public virtual bool IsCode(string path) => false;

    /// <summary>Tells whether a change of a file is a change of a plugin. Manifests are in any case.</summary>
    /// <remarks>Plugins of .NET have code as <see cref="StandalonePlugin.IsCode"/> says: what a plugin writes into its own folder is none.</remarks>
    /// <param name="plugin">The plugin.</param>
    /// <param name="path">The file, relative to the plugin's folder.</param>
    /// <returns>What <see cref="IsCode(string)"/> says by default.</returns>
    public virtual bool IsCode(PluginDescription plugin, string path) => IsCode(path);

    /// <summary>Looks whether a file of code is there as a whole, and not being written.</summary>
    /// <remarks><see cref="StandalonePlugin.FindComplaint"/> knows assemblies of .NET.</remarks>
    /// <param name="path">The full path of a file that is code.</param>
    /// <returns>What is missing, as the end of a sentence that has the file as its subject; null by default: it is whole, as far as one can tell.</returns>
    public virtual string? FindComplaint(string path) => null;

    /// <summary>Tells whether a plugin is to run from a private copy of its folder, where plugins can be reloaded.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>False by default.</returns>
    public virtual bool WantsCopy(PluginDescription plugin) => false;

    /// <summary>Says how long one call of a plugin may take where neither the call nor the kind says it.</summary>
    /// <remarks>
    /// Asked once for what a manifest says, never for a call. With a time, calls allocate. <see cref="PluginCallOptions.Timeout"/> comes before it, and
    /// <see cref="PluginKindOptions.Timeout"/>; <see cref="Timeout.InfiniteTimeSpan"/> there is no limit, whatever this says.
    /// </remarks>
    /// <param name="plugin">The plugin.</param>
    /// <returns>A time above zero; null by default, which like <see cref="Timeout.InfiniteTimeSpan"/> is as long as it takes.</returns>
    public virtual TimeSpan? CallTimeout(PluginDescription plugin) => null;

    /// <summary>Says how long a start of a plugin may take as a whole, from <see cref="CreateAsync"/> to its first health check, and how long calls wait for one that is stopped before it is replaced.</summary>
    /// <remarks>Asked once for what a manifest says.</remarks>
    /// <param name="plugin">The plugin.</param>
    /// <returns>A time above zero, or <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes; <see cref="PluginManifest.StartupTimeout"/> by default.</returns>
    public virtual TimeSpan StartTimeout(PluginDescription plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return plugin.Manifest.StartupTimeout;
    }

    /// <summary>Makes an instance, not yet set up.</summary>
    /// <param name="context">What the host gives to it.</param>
    /// <param name="cancellationToken">Cancelled when the start takes too long.</param>
    /// <returns>The instance. What was begun for one that cannot be made is undone before this fails.</returns>
    /// <exception cref="PluginRegistryException">It cannot be made: the message is the reason that everybody sees.</exception>
    public abstract ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken);
}
