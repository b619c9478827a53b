namespace Dagstack.Extensions.Plugins;

/// <summary>A manifest that cannot be read or breaks a rule.</summary>
public sealed class ManifestInvalidException : PluginRegistryException
{
    /// <summary>Creates the error from what is wrong with the manifest.</summary>
    /// <param name="problems">All problems of the manifest, in the order of the checks.</param>
    /// <param name="file">The file, or the name under which the text was given.</param>
    /// <param name="plugin">The plugin, if kind and name could be read.</param>
    public ManifestInvalidException(IReadOnlyList<ManifestProblem> problems, string? file = null, PluginId? plugin = null)
        : base(Describe(problems, file, plugin))
    {
        Problems = problems;
        File = file;
        Plugin = plugin;
    }

    /// <summary>Gets all problems of the manifest, in the order of the checks, warnings too.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Gets the file, or the name under which the text was given.</summary>
    public string? File { get; }

    /// <summary>Gets the plugin.</summary>
    /// <value>Null if kind or name could not be read.</value>
    public PluginId? Plugin { get; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.ManifestInvalid;

    private static string Describe(IReadOnlyList<ManifestProblem> problems, string? file, PluginId? plugin)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var errors = problems.Count(problem => problem.Severity == ManifestProblemSeverity.Error);
        var of = plugin is null ? string.Empty : $" of plugin '{plugin}'";
        var where = file is null ? string.Empty : $" ({file})";
        var count = errors == 1 ? "1 error" : $"{errors} errors";
        return string.Join(Environment.NewLine + "  ", problems.Select(problem => problem.ToString()).Prepend($"The manifest{of}{where} is invalid, {count}:"));
    }
}
