using Spectre.Console;

namespace Dagstack.Tool.Output;

/// <summary>Lines and tables, with colours and borders for a person, and without for a program.</summary>
/// <param name="terminal">Where they go.</param>
internal sealed class Page(Terminal terminal)
{
    public void Line(string text, Tone tone = Tone.Plain)
    {
        if (terminal.Screen is { } screen)
        {
            screen.WriteLine(text, StyleOf(tone));
            return;
        }

        terminal.Output.WriteLine(text);
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
                table.AddRow(row.Select(static cell => new Text(cell.Text, StyleOf(cell.Tone))));
            }

            screen.Write(table);
            return;
        }

        var widths = columns.Select((column, i) => rows.Select(row => row[i].Text.Length).Append(column.Length).Max()).ToArray();
        Write([.. columns.Select(static column => column.ToUpperInvariant())], widths);
        foreach (var row in rows)
        {
            Write([.. row.Select(static cell => cell.Text)], widths);
        }
    }

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
