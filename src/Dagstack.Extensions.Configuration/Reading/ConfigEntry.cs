namespace Dagstack.Extensions.Configuration;

/// <summary>One value of the configuration, fit to be shown, with the place that it is from.</summary>
public sealed class ConfigEntry
{
    internal ConfigEntry(string key, string? value, bool isMasked, string file, int line, int column) =>
        (Key, Value, IsMasked, File, Line, Column) = (key, value, isMasked, file, line, column);

    /// <summary>Gets the key as <see cref="Microsoft.Extensions.Configuration.IConfiguration"/> has it, such as <c>database:servers:1:port</c>.</summary>
    public string Key { get; }

    /// <summary>Gets the value as the file has it, with its variables replaced.</summary>
    /// <value><c>[MASKED]</c> where <see cref="IsMasked"/> is true; null for null and for an empty mapping; empty for an empty list.</value>
    public string? Value { get; }

    /// <summary>Gets a value indicating whether the value is not shown: its name, or that of a key above it, looks secret, or it is from a source of secrets.</summary>
    public bool IsMasked { get; }

    /// <summary>Gets the file, as it was named when it was added.</summary>
    public string File { get; }

    /// <summary>Gets the line in the file, counted from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the column in the line, counted from 1 in UTF-16 units.</summary>
    public int Column { get; }

    /// <summary>Returns <c>key = value (file(line,column))</c>.</summary>
    /// <returns>The entry as one line of text.</returns>
    public override string ToString() => Excerpt.Printable($"{Key} = {Value ?? "null"} ({File}({Line},{Column}))");
}
