using System.CommandLine;
using Dagstack.Tool.Creation;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.New;

/// <summary><c>dagstack new</c>: projects that build and test as they are.</summary>
internal static class NewVerb
{
    public static Command Create(Terminal terminal) => new("new", "Makes a plugin with its tests, a kind, a host, or tests of a plugin.")
    {
        NewPluginVerb.Create(terminal),
        NewKindVerb.Create(terminal),
        NewHostVerb.Create(terminal),
        NewTestsVerb.Create(terminal),
    };

    public static Option<string?> Output(string otherwise) => new("--output", "-o") { Description = $"Where it goes. [default: {otherwise}]", HelpName = "DIR" };

    /// <summary>Checks that nothing is in the way.</summary>
    /// <exception cref="WrongUseException">Something is.</exception>
    public static string Folder(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new WrongUseException("--output names no folder. Write one that is not there yet, or leave it out.");
        }

        var path = Path.GetFullPath(folder);
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                throw new WrongUseException($"'{Places.Shorten(path)}' cannot be made: '{Places.Shorten(above)}' is a file. Choose another folder by --output.");
            }
        }

        Surroundings.Check(path);
        return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            ? throw new WrongUseException($"'{Places.Shorten(path)}' is there already, and not empty. Choose another folder by --output, or remove it.")
            : path;
    }

    /// <summary>Says what was made.</summary>
    public static int Show(Terminal terminal, bool isJson, string what, string folder, IEnumerable<string> uses, params string[] next)
    {
        var report = new NewReport(
            what,
            Places.Shorten(folder),
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)],
            [.. uses.Select(Places.Shorten)],
            next);
        terminal.Show(report, ToolJson.Default.NewReport, isJson, page =>
        {
            page.Line($"{report.Folder}: {report.What}.", Tone.Good);
            foreach (var file in report.Files)
            {
                page.Line($"  {file}");
            }

            foreach (var used in report.Uses)
            {
                page.Line($"It references {used}.");
            }

            page.Line(string.Empty);
            page.Line($"Next: {string.Join(" && ", report.Next)}");
        });
        return ExitCodes.Fine;
    }
}
