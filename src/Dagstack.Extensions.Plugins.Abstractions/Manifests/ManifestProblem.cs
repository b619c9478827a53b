namespace Dagstack.Extensions.Plugins;

/// <summary>One thing that is wrong with a manifest: what, where, what was found and what was expected.</summary>
public sealed class ManifestProblem
{
    /// <summary>Gets the stable code, one of <see cref="PluginErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets what is wrong and what to do about it, without the place in the file.</summary>
    /// <remarks><see cref="ToString"/> puts file, line and column before it.</remarks>
    public required string Message { get; init; }

    /// <summary>Gets the path of the key, such as <c>plugin.runtime[1]</c>.</summary>
    /// <value>Empty when the problem is with the file as a whole.</value>
    public string Path { get; init; } = string.Empty;

    /// <summary>Gets the file, or the name under which the text was given.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line, counted from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Gets the column, counted from 1 in UTF-16 units.</summary>
    public int? Column { get; init; }

    /// <summary>Gets what the manifest has.</summary>
    public string? Found { get; init; }

    /// <summary>Gets what a valid manifest has there.</summary>
    public string? Expected { get; init; }

    /// <summary>Gets whether the problem makes the manifest invalid.</summary>
    /// <value><see cref="ManifestProblemSeverity.Error"/> by default.</value>
    public ManifestProblemSeverity Severity { get; init; }

    /// <summary>Gets the change of the text that is certainly meant.</summary>
    /// <value>Null where somebody has to decide, and where the text writes it in an unusual way. A misspelled key has one only if its table has nothing by the right name.</value>
    public ManifestFix? Fix { get; init; }

    /// <summary>Returns <c>file(line,column): message</c>, the form that editors and terminals can jump to.</summary>
    /// <returns>The problem as one line of text.</returns>
    public override string ToString()
    {
        var file = File is null ? null : Excerpt.Printable(File);
        var place = (file, Line) switch
        {
            (null, null) => string.Empty,
            (null, _) => $"({Line},{Column ?? 1}): ",
            (_, null) => $"{file}: ",
            _ => $"{file}({Line},{Column ?? 1}): ",
        };
        return Severity == ManifestProblemSeverity.Warning ? $"{place}warning: {Message}" : place + Message;
    }
}
