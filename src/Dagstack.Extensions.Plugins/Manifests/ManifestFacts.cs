using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>What <see cref="HostCompatibility"/> needs of a manifest, kept so that it can be checked again when more kinds are known.</summary>
/// <remarks>A value that the manifest does not have, or that is broken in itself, is null: that has been reported already.</remarks>
internal sealed class ManifestFacts
{
    /// <summary>What stands for the file of a manifest that has none.</summary>
    public const string GivenInCode = "the manifest given in code";

    /// <summary>The range of most manifests that are made in code: a host may have thousands of them.</summary>
    private static readonly VersionRange? s_any = VersionRange.TryParse("*", out var any, out _) ? any : null;

    public string? File { get; init; }

    public PluginId? Id { get; init; }

    public ManifestFact? SchemaVersion { get; init; }

    public ManifestFact? Kind { get; init; }

    public ManifestFact? KindApiVersion { get; init; }

    public ManifestFact? CoreVersion { get; init; }

    /// <summary>What <see cref="CoreVersion"/> means, if it has been read already.</summary>
    public VersionRange? CoreRange { get; init; }

    public IReadOnlyList<ManifestFact> Runtimes { get; init; } = [];

    /// <summary>Those of the runtimes that come with packages, and have a table of their own.</summary>
    public IReadOnlySet<string> OwnTables { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Takes the facts from a manifest that was made in code.</summary>
    public static ManifestFacts Of(PluginManifest manifest) => new()
    {
        File = GivenInCode,
        Id = manifest.Id,
        SchemaVersion = Fact(manifest.SchemaVersion, "plugin.schema_version"),
        Kind = new ManifestFact(manifest.Id.Kind, "plugin.kind"),
        KindApiVersion = Fact(manifest.KindApiVersion, "plugin.kind_api_version"),
        CoreVersion = Fact(manifest.CoreVersion, "plugin.core_version"),
        CoreRange = manifest.CoreVersion == "*" ? s_any : null,
        OwnTables = manifest is { RuntimeSettings.Count: > 0, Runtimes: { } runtimes } ? runtimes.Where(ManifestRuntimes.IsForeignName).ToHashSet(StringComparer.Ordinal) : FrozenSet<string>.Empty,
        Runtimes = [.. (manifest.Runtimes ?? []).Select(static (runtime, i) => Fact(runtime, $"plugin.runtime[{i}]")).OfType<ManifestFact>()],
    };

    // The compiler's word against null does not bind everybody.
    private static ManifestFact? Fact(string? value, string path) => string.IsNullOrEmpty(value) ? null : new ManifestFact(value, path);
}
