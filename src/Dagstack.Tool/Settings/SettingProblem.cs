namespace Dagstack.Tool.Settings;

/// <summary>Something that is wrong with configuration: a file that cannot be read, or a key that nobody reads.</summary>
/// <param name="Key">The key; null if it is a file as a whole.</param>
/// <param name="Source">The file; null if there is none.</param>
/// <param name="Line">The line; null where it is not known.</param>
/// <param name="Column">The column in the line.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record SettingProblem(string? Key, string? Source, int? Line, int? Column, string Message)
{
    /// <summary>Writes it as compilers do.</summary>
    /// <param name="severity">Error or warning.</param>
    public string ToLine(string severity) => $"{Source ?? "configuration"}{(Line is null ? string.Empty : $"({Line},{Column ?? 1})")}: {severity}: {Message}";
}
