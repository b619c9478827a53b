namespace Dagstack.Tool.Settings;

/// <summary>A value of a host's configuration, fit to be shown.</summary>
/// <param name="Key">The key, as IConfiguration has it.</param>
/// <param name="Value">The value; masked where it is a secret.</param>
/// <param name="Masked">Whether it is.</param>
/// <param name="Source">The file that it is from, or the name of its environment variable.</param>
/// <param name="Line">The line in the file; null where it is not known.</param>
/// <param name="Column">The column in the line.</param>
internal sealed record Setting(string Key, string? Value, bool Masked, string Source, int? Line, int? Column)
{
    public string[] Segments => Key.Split(':');

    public string Place => Line is null ? Source : $"{Source}({Line},{Column ?? 1})";
}
