namespace Dagstack.Extensions.Plugins;

/// <summary>How the host compiles plugins of two files.</summary>
/// <remarks>See §1 of the plugin contract, and docs/scripts.md.</remarks>
public sealed class ScriptsOptions
{
    internal List<string> AllowedInProduction { get; } = [];

    /// <summary>Gets or sets a value indicating whether what was compiled is kept on disk for the next start.</summary>
    /// <value>True by default.</value>
    public bool UseCache { get; set; } = true;

    /// <summary>Gets or sets the folder in which it is kept. It belongs to the account of the host alone, or is not used.</summary>
    /// <value>Null by default: <c>dagstack/scripts</c> below <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows below the local application data, on macOS below <c>~/Library/Caches</c>.</value>
    /// <exception cref="ArgumentException">The value is not an absolute path.</exception>
    public string? CacheFolder
    {
        get;
        set => field = value is null || Path.IsPathFullyQualified(value) ? value : throw new ArgumentException($"'{value}' is not an absolute path.", nameof(value));
    }

    /// <summary>Lets plugins be compiled in the environment Production too, which is also that of a host that says none.</summary>
    /// <param name="ids">Identities such as <c>chunker:lines</c>, or globs over them such as <c>chunker:*</c>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ids"/> or one of them is null.</exception>
    /// <exception cref="FormatException">One is not of the form <c>kind:name</c>.</exception>
    public ScriptsOptions AllowInProduction(params string[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (var id in ids)
        {
            ArgumentNullException.ThrowIfNull(id, nameof(ids));
            if (id.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                throw new FormatException($"'{id}' is not of the form kind:name, such as \"chunker:lines\" or \"chunker:*\".");
            }
        }

        AllowedInProduction.AddRange(ids);
        return this;
    }
}
