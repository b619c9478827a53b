using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>emit</c> made, as a person or another program reads it.</summary>
internal static class EmitPage
{
    public static void Write(EmitReport report, bool isCheck, Terminal terminal, Page page)
    {
        if (report.Files is [{ Text: { } text }])
        {
            Print(text, terminal, page);
            return;
        }

        foreach (var file in report.Files)
        {
            Write(file, page);
        }

        var changed = report.Files.Count(static file => file.State != "same");
        if (report.Files.Count > 0)
        {
            page.Line(
                $"{report.Files.Count} file{(report.Files.Count == 1 ? string.Empty : "s")}, {(changed == 0 ? "none" : changed)} {(isCheck ? "missing or different. " + (changed == 0 ? string.Empty : "The same command without --check writes them.") : "written.")}".TrimEnd(),
                isCheck && changed > 0 ? Tone.Bad : Tone.Good);
        }
    }

    private static void Write(EmittedReportFile file, Page page)
    {
        if (file.Line is { } line)
        {
            page.Line($"{file.Path}({line},1): differs: the line is {file.Found}, and {file.From} makes {file.Expected}", Tone.Bad);
        }
        else
        {
            page.Line($"{file.Path}: {file.State}", file.State switch { "missing" => Tone.Bad, "written" => Tone.Good, _ => Tone.Plain });
        }
    }

    /// <summary>As it is for another program, which may write it into a file; without what acts on a terminal for a person.</summary>
    private static void Print(string text, Terminal terminal, Page page)
    {
        if (terminal.Screen is null)
        {
            terminal.Output.Write(text);
            return;
        }

        page.Line(text.TrimEnd('\n'));
    }
}
