using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Checks;
using Dagstack.Extensions.Plugins.Testing.Json;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>The contract suite: does a plugin keep what every dagstack plugin promises?</summary>
/// <remarks>
/// <code>
/// var report = await PluginContractSuite.For&lt;FixedChunker&gt;().RunAsync();
/// Assert.True(report.Ok, report.FormatFailures());
/// </code>
/// A suite may be run several times; runs do not disturb each other. See §7 of the plugin contract and docs/testing-a-plugin.md.
/// </remarks>
public sealed class PluginContractSuite
{
    private readonly Type? _plugin;
    private readonly SuiteSettings _settings = new();
    private IReadOnlyList<PluginCheck> _checks = Checks;
    private string? _folder;
    private string? _manifest;

    private PluginContractSuite(Type? plugin, string? folder)
    {
        _plugin = plugin;
        _folder = folder;
    }

    /// <summary>Gets all checks, in the order in which they are made.</summary>
    public static IReadOnlyList<PluginCheck> Checks { get; } = Enum.GetValues<PluginCheck>();

    /// <summary>Checks the plugin that a class is.</summary>
    /// <remarks>Its folder is the output folder of its project, which the build has recorded in the test project's assembly; else that of its assembly.</remarks>
    /// <typeparam name="TPlugin">The class that the manifest's entry point names.</typeparam>
    /// <returns>The suite, to be run.</returns>
    public static PluginContractSuite For<TPlugin>()
        where TPlugin : class => new(typeof(TPlugin), folder: null);

    /// <summary>Checks the plugin in a folder.</summary>
    /// <param name="folder">The folder with the manifest and the assembly. A relative one is looked for beside the test's assembly.</param>
    /// <returns>The suite, to be run.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    public static PluginContractSuite ForFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new(plugin: null, Path.GetFullPath(folder, AppContext.BaseDirectory));
    }

    /// <summary>Names the plugin's folder, instead of the one that the build recorded.</summary>
    /// <param name="folder">The folder. A relative one is looked for beside the test's assembly.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    public PluginContractSuite WithFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder, AppContext.BaseDirectory);
        return this;
    }

    /// <summary>Names the manifest, instead of the one in the plugin's folder.</summary>
    /// <param name="file">A file in TOML or, if its name ends so, JSON.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="file"/> is null or empty.</exception>
    public PluginContractSuite WithManifest(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        _manifest = Path.GetFullPath(file, AppContext.BaseDirectory);
        return this;
    }

    /// <summary>Adds another plugin to the hosts of the suite, which the checked one takes or depends on.</summary>
    /// <remarks>It starts as a host would start it, in the fresh process too, and is not checked itself. May be called several times.</remarks>
    /// <param name="folder">The folder with its manifest and its assembly. A relative one is looked for beside the test's assembly, where a <c>PluginReference</c> brings it as <c>plugins/(folder)</c>.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    public PluginContractSuite WithPlugin(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _settings.OtherPlugins.Add(Path.GetFullPath(folder, AppContext.BaseDirectory));
        return this;
    }

    /// <summary>Gives an input: calls of hooks that all checks make. Without any, inputs are made from the types of parameters.</summary>
    /// <param name="call">Calls one or several hooks; nothing is called yet, and results are empty. As in <c>chunker => chunker.Chunk("Hello", 2)</c>.</param>
    /// <typeparam name="TContract">The contract of the plugin's kind.</typeparam>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TContract"/> is no contract.</exception>
    public PluginContractSuite WithCall<TContract>(Action<TContract> call)
        where TContract : class
    {
        ArgumentNullException.ThrowIfNull(call);
        var contract = Contracts.Of(typeof(TContract));
        var recorder = new RecordingSlot(contract.InterfaceType);
        call((TContract)(object)contract.CreateProxy(recorder));
        _settings.Calls.AddRange(recorder.Calls);
        return this;
    }

    /// <summary>Gives the arguments of a unit of work, which <see cref="PluginCheck.Units"/> runs, and interrupts after each checkpoint that it saves. May be called several times.</summary>
    /// <remarks>Without any, a plugin whose hook runs its units is interrupted by <see cref="PluginCheck.Sinks"/>, in calls.</remarks>
    /// <param name="args">The arguments: the JSON text of an object. They should make a few checkpoints.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="args"/> is no JSON, or no object.</exception>
    public PluginContractSuite WithUnit([StringSyntax(StringSyntaxAttribute.Json)] string args)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            var given = JsonElement.Parse(args);
            _settings.Units.Add(given.ValueKind == JsonValueKind.Object ? given : throw new ArgumentException($"The arguments of a unit of work are an object, as in {{\"pages\": 3}}, and not {args}.", nameof(args)));
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"The arguments of a unit of work are JSON: {fault.Message}", nameof(args), fault);
        }

        return this;
    }

    /// <summary>Sets a value of the host's configuration.</summary>
    /// <param name="key">The whole key, as <c>chunker:fixed:max_size</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty.</exception>
    public PluginContractSuite WithConfiguration(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _settings.Configuration[key] = value;
        return this;
    }

    /// <summary>Gives the host what the plugin needs besides the built-in resources.</summary>
    /// <remarks>A delegate cannot follow into another process: the parts of checks that need a fresh one are skipped.</remarks>
    /// <param name="configure">Configures each host that the suite starts.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public PluginContractSuite ConfigureHost(Action<PluginTestHostBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _settings.ConfigureHost.Add(configure);
        return this;
    }

    /// <summary>Sets where made inputs and the plugin's random generator begin.</summary>
    /// <param name="seed">The seed; 0 by default.</param>
    /// <returns>This suite.</returns>
    public PluginContractSuite WithSeed(ulong seed)
    {
        _settings.Seed = seed;
        return this;
    }

    /// <summary>Makes only some checks.</summary>
    /// <param name="checks">Which; they are made in the order of their numbers.</param>
    /// <returns>This suite.</returns>
    /// <exception cref="ArgumentException"><paramref name="checks"/> is empty.</exception>
    public PluginContractSuite Only(params PluginCheck[] checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        _checks = checks.Length > 0 ? [.. checks.Distinct().Order()] : throw new ArgumentException("No check is named. Name one, or leave Only out for all.", nameof(checks));
        return this;
    }

    /// <summary>Leaves some checks out.</summary>
    /// <param name="checks">Which.</param>
    /// <returns>This suite.</returns>
    public PluginContractSuite Except(params PluginCheck[] checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        _checks = [.. _checks.Except(checks)];
        return this;
    }

    /// <summary>Makes the checks.</summary>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>The report. What is wrong with the plugin is in it, not thrown.</returns>
    /// <exception cref="InvalidOperationException">The plugin's folder, or that of a plugin that it is checked with, cannot be found.</exception>
    public async Task<PluginReport> RunAsync(CancellationToken cancellationToken = default)
    {
        using var subject = Subject.Open(_plugin, _folder, _manifest);
        if (_settings.OtherPlugins.Find(static folder => !Directory.Exists(folder)) is { } missing)
        {
            throw new InvalidOperationException($"The folder '{missing}' that {nameof(WithPlugin)} names does not exist. Reference that plugin's project by a PluginReference, which brings it to plugins/(folder) beside the test's assembly, or correct the path.");
        }

        var run = new SuiteRun(subject, _settings);
        var findings = new Findings(subject);
        await using (run.ConfigureAwait(false))
        {
            foreach (var check in _checks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await SuiteChecks.RunAsync(check, run, findings, cancellationToken).ConfigureAwait(false);
            }
        }

        return new(subject.Name, _checks, findings.Failures, findings.Skipped);
    }
}
