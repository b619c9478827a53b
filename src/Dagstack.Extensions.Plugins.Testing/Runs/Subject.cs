using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>The plugin that is checked: its folder, its manifest, its contract and its code.</summary>
internal sealed class Subject : IDisposable
{
    /// <summary>Which runtimes there are is the business of the host that the author configures, which says what it lacks.</summary>
    private static readonly ManifestLoadOptions s_anyHost = new() { SupportedRuntimes = new HashSet<string>(StringComparer.Ordinal) { PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp } };

    private readonly string? _copy;
    private readonly Lazy<PluginImage?> _image;

    private Subject(Type? given, string folder, string? copy, ManifestLoadResult loaded)
    {
        Given = given;
        Folder = folder;
        Loaded = loaded;
        _copy = copy;
        _image = new(OpenImage);
        Contract = loaded.Id is { } id ? ContractOf(given, id.Kind) : null;
    }

    /// <summary>Gets the class that the author named; null if a folder was.</summary>
    public Type? Given { get; }

    public string Folder { get; }

    public ManifestLoadResult Loaded { get; }

    public PluginManifest? Manifest => Loaded.Manifest;

    public PluginContract? Contract { get; }

    /// <summary>Gets a value indicating whether the plugin runs in a process of its own, in whatever language: nothing of it can be measured here.</summary>
    public bool HasOwnProcess => Manifest is { } manifest && !manifest.Runtimes.Contains(PluginRuntimes.InProcess);

    /// <summary>Gets a value indicating whether its code is elsewhere too, and cannot be read.</summary>
    public bool IsElsewhere => HasOwnProcess && Manifest!.EntryPoint is null;

    public string Name => Loaded.Id?.ToString() ?? Folder;

    /// <summary>Gets the plugin's code; null if the manifest leads to none.</summary>
    public PluginImage? Image => _image.Value;

    /// <summary>Gets a value indicating whether its class runs units of work itself.</summary>
    public bool RunsUnits => Given is not null ? Given.IsAssignableTo(typeof(IUnitOfWork)) : Image?.Interfaces.Contains(typeof(IUnitOfWork).FullName!) == true;

    /// <summary>Finds the folder of a plugin, and reads its manifest.</summary>
    /// <exception cref="InvalidOperationException">There is no such folder.</exception>
    public static Subject Open(Type? plugin, string? folder, string? manifest)
    {
        folder ??= PluginFolders.Of(plugin!);
        if (!Directory.Exists(folder))
        {
            throw new InvalidOperationException($"The plugin's folder '{folder}' does not exist. Build the plugin, or give its folder with {nameof(PluginContractSuite.WithFolder)}.");
        }

        var copy = manifest is null ? null : PluginFolders.CopyWith(folder, manifest);
        return new(plugin, copy ?? folder, copy, PluginManifestLoader.Load(copy ?? folder, s_anyHost));
    }

    /// <summary>Finds where a hook is implemented.</summary>
    public PluginLocation LocationOf(HookDescriptor hook) =>
        Image?.LocationOf(hook.Name) ?? new() { Type = Manifest?.EntryPoint?.ClassName, Member = hook.Name };

    /// <summary>Gets the place of the manifest.</summary>
    public PluginLocation ManifestLocation(int? line = null) => new() { File = Loaded.File, Line = line };

    public void Dispose()
    {
        if (_image.IsValueCreated)
        {
            _image.Value?.Dispose();
        }

        if (_copy is not null)
        {
            Directory.Delete(_copy, recursive: true);
        }
    }

    private PluginContract? ContractOf(Type? given, string kind)
    {
        if (PluginContracts.FindAll().GetValueOrDefault(kind) is { } loaded && (given is null || loaded.InterfaceType.IsAssignableFrom(given)))
        {
            return loaded;
        }

        // Of two contracts of one kind, the one that the class implements.
        if ((given?.GetInterfaces() ?? []).Select(PluginContracts.Find).FirstOrDefault(contract => contract?.Kind == kind) is { } own)
        {
            return own;
        }

        // A test may not name any type of the contract, and then has not loaded it.
        foreach (var reference in Image?.AssemblyReferences ?? [])
        {
            TryLoad(reference);
        }

        return PluginContracts.FindAll().GetValueOrDefault(kind);
    }

    private static void TryLoad(string assembly)
    {
        try
        {
            Assembly.Load(new AssemblyName(assembly));
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // The plugin's own dependencies are no contracts.
        }
    }

    private PluginImage? OpenImage()
    {
        if (Manifest?.EntryPoint is not { } entryPoint || Path.Combine(Folder, entryPoint.Module + ".dll") is not { } path || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return PluginImage.Open(path, entryPoint.ClassName);
        }
        catch (BadImageFormatException)
        {
            // The host says so when it starts the plugin.
            return null;
        }
    }
}
