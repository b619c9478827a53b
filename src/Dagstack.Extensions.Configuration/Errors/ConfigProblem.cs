using System.Globalization;

namespace Dagstack.Extensions.Configuration;

/// <summary>One thing that is wrong, and where.</summary>
public sealed class ConfigProblem
{
    /// <summary>Gets why this is a problem.</summary>
    public required ConfigErrorReason Reason { get; init; }

    /// <summary>Gets what is wrong, what was expected and what to do, without the file.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the key concerned, such as <c>database.servers[1].port</c>.</summary>
    /// <value>Empty if the problem is that of a whole file.</value>
    public string KeyPath { get; init; } = string.Empty;

    /// <summary>Gets the source, such as <c>yaml:app-config.yaml</c>.</summary>
    /// <value>Null if the problem is in no source.</value>
    public string? SourceId { get; init; }

    /// <summary>Gets the file.</summary>
    /// <value>Null if the problem is in no file.</value>
    public string? File { get; init; }

    /// <summary>Gets the line, from 1.</summary>
    /// <value>Null if there is none.</value>
    public int? Line { get; init; }

    /// <summary>Gets the column in UTF-16 code units, from 1.</summary>
    /// <value>Null if there is none.</value>
    public int? Column { get; init; }

    /// <summary>Returns the file with line and column, the key, and what is wrong.</summary>
    public override string ToString()
    {
        var place = File is null ? string.Empty
            : Line is null ? $"{Excerpt.Printable(File)}: "
            : string.Create(CultureInfo.InvariantCulture, $"{Excerpt.Printable(File)}({Line},{Column}): ");
        return KeyPath.Length == 0 ? place + Message : $"{place}{Excerpt.Printable(KeyPath)}: {Message}";
    }
}
