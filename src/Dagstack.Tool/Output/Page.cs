using Spectre.Console;

namespace Dagstack.Tool.Output;

/// <summary>Lines and tables, with colours and borders for a person, and without for a program.</summary>
/// <param name="terminal">Where they go.</param>
internal sealed class Page(Terminal terminal)
{
    /// <summary>Writes a text. Its lines stay as they are, however narrow the screen is: editors and terminals jump to what they name.</summary>
    public void Line(string text, Tone tone = Tone.Plain)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var printable = Excerpt.Printable(line);
            terminal.Output.WriteLine(CodeOf(tone) is { } code && terminal.Screen is { Profile.Capabilities.Ansi: true } ? $"\e[{code}m{printable}\e[0m" : printable);
        }
    }

    /// <summary>Writes a table.</summary>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="rows">Its rows, each with as many cells.</param>
    public void Table(IReadOnlyList<string> columns, IReadOnlyList<Cell[]> rows)
    {
        if (terminal.Screen is { } screen)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var column in columns)
            {
                table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
            }

            foreach (var row in rows)
            {
                table.AddRow(row.Select(static cell => new Text(Excerpt.Printable(cell.Text), StyleOf(cell.Tone))));
            }

            screen.Write(table);
            return;
        }

        var texts = rows.Select(static row => row.Select(static cell => Excerpt.Printable(cell.Text)).ToArray()).ToArray();
        var widths = columns.Select((column, i) => texts.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Write([.. columns.Select(static column => column.ToUpperInvariant())], widths);
        foreach (var row in texts)
        {
            Write(row, widths);
        }
    }

    private static string? CodeOf(Tone tone) => tone switch
    {
        Tone.Good => "32",
        Tone.Warning => "33",
        Tone.Bad => "31",
        Tone.Faint => "90",
        _ => null,
    };

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new(Color.Green),
        Tone.Warning => new(Color.Yellow),
        Tone.Bad => new(Color.Red),
        Tone.Faint => new(Color.Grey),
        _ => Style.Plain,
    };

    private void Write(string[] texts, int[] widths) => terminal.Output.WriteLine(string.Join("  ", texts.Select((text, i) => text.PadRight(widths[i]))).TrimEnd());
}
