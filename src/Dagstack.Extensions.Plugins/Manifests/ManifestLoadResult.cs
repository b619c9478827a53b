using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins;

/// <summary>What became of reading a manifest: the manifest, or the reasons why there is none.</summary>
public sealed class ManifestLoadResult
{
    private readonly ParsedManifest _parsed;
    private readonly ManifestLoadOptions _options;
    private readonly PluginId? _scannedId;

    internal ManifestLoadResult(ParsedManifest parsed, ManifestLoadOptions options, PluginId? scannedId = null)
    {
        _parsed = parsed;
        _options = options;
        _scannedId = scannedId;
        Problems = ManifestCheckOrder.Combine(parsed.ProblemsIn(options), HostCompatibility.Check(parsed.Facts, options));
        IsValid = parsed.Manifest is not null && Problems.All(problem => problem.Severity == ManifestProblemSeverity.Warning);
        Runtime = HostCompatibility.ChooseRuntime([.. parsed.Facts.Runtimes.Select(runtime => runtime.Value)], options);
        Manifest = IsValid ? parsed.ManifestFor(Runtime) : null;
    }

    /// <summary>Gets the manifest.</summary>
    /// <value>Null if there is an error.</value>
    public PluginManifest? Manifest { get; }

    /// <summary>Gets the identity of the plugin, wherever it can still be read, even from a file that does not parse.</summary>
    /// <value>Null if kind or name cannot be read. Of a broken manifest the parts may break the rule for characters.</value>
    public PluginId? Id => _parsed.Facts.Id ?? _scannedId;

    /// <summary>Gets all problems, in the order of the checks, errors before warnings.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Gets the file, or the name under which the text was given.</summary>
    public string? File => _parsed.Facts.File;

    /// <summary>Gets the runtime to use: the first of the manifest that the host supports.</summary>
    /// <value>Null if there is none.</value>
    public string? Runtime { get; }

    /// <summary>Gets a value indicating whether there is no error; warnings do not count.</summary>
    public bool IsValid { get; }

    /// <summary>Gets the manifest, or throws what is wrong with it.</summary>
    /// <returns>The manifest.</returns>
    /// <exception cref="ManifestInvalidException">The manifest cannot be read or breaks a rule.</exception>
    /// <exception cref="VersionIncompatibleException">The manifest is sound, but a version does not fit this host.</exception>
    /// <exception cref="KindUnknownException">The manifest is sound, but this host has no contract for its kind.</exception>
    /// <exception cref="RuntimeNotSupportedException">The manifest is sound, but this host supports none of its runtimes.</exception>
    public PluginManifest ThrowIfInvalid() => Manifest ?? throw ToException();

    /// <summary>Gets what the manifest says of hosts, as far as it could be read.</summary>
    internal ManifestFacts Facts => _parsed.Facts;

    /// <summary>Gets the manifest, whether it fits this host or not; null if it is broken in itself.</summary>
    internal PluginManifest? OfAnyHost => _parsed.Manifest;

    /// <summary>Gets the SHA-256 of the file as it was read; null where it was none.</summary>
    internal byte[]? Sha256 { get; init; }

    /// <summary>Checks against another host, without reading the file again.</summary>
    internal ManifestLoadResult Recheck(ManifestLoadOptions options) => new(_parsed, options, _scannedId) { Sha256 = Sha256 };

    internal PluginRegistryException ToException() => ManifestErrors.ToException(this, _options);
}
