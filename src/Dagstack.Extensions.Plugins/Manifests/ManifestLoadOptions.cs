using System.Reflection;
using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins;

/// <summary>What the host supports, for the checks of a manifest that depend on it.</summary>
public sealed class ManifestLoadOptions
{
    private static readonly PluginVersion s_own = PluginVersion.TryParse(typeof(ManifestLoadOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0])!;

    /// <summary>Gets the version of the plugin system that a manifest's <c>core_version</c> must contain.</summary>
    /// <value>The version of this library by default.</value>
    /// <exception cref="ArgumentException">The value is not a version.</exception>
    public string CoreVersion
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Core = PluginVersion.TryParse(value) ?? throw new ArgumentException($"'{value}' is not a version such as 0.2.0.", nameof(value));
            field = value;
        }
    }

    = s_own.ToString();

    /// <summary>Gets the kinds that the host has a contract for, each with the version of its contract.</summary>
    /// <value>Null by default: kinds are not checked.</value>
    public IReadOnlyDictionary<string, string>? KnownKinds { get; init; }

    /// <summary>Gets the runtimes that the host supports.</summary>
    /// <value><see cref="PluginRuntimes.InProcess"/> by default.</value>
    public IReadOnlySet<string> SupportedRuntimes { get; init; } = new HashSet<string>(StringComparer.Ordinal) { PluginRuntimes.InProcess };

    /// <summary>Gets <see cref="CoreVersion"/>, read once for all manifests that are checked.</summary>
    internal PluginVersion Core { get; private init; } = s_own;

    internal static ManifestLoadOptions Default { get; } = new();
}
