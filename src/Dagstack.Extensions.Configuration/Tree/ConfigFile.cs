namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A file that configuration is from.</summary>
internal sealed class ConfigFile
{
    public ConfigFile(string path, ConfigFormat format)
    {
        Path = path;
        Format = format;
        Id = $"{format.Id}:{path}";
    }

    /// <summary>Gets the path as messages show it.</summary>
    public string Path { get; }

    public ConfigFormat Format { get; }

    /// <summary>Gets the id of the source: its format and its path.</summary>
    public string Id { get; }

    /// <summary>Makes a problem of this file. Its message may quote the file, and does not act on a terminal.</summary>
    public ConfigProblem Problem(ConfigErrorReason reason, string path, string message, int? line = null, int? column = null) => new()
    {
        Reason = reason,
        KeyPath = path,
        Message = Excerpt.Printable(message),
        SourceId = Id,
        File = Path,
        Line = line,
        Column = column,
    };
}
