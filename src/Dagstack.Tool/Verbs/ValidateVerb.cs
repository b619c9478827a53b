using System.CommandLine;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack validate PATH…</c>: everything that is wrong with manifests, each with its place.</summary>
internal static class ValidateVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "A manifest, the folder of a plugin, or a folder with plugins below.", Arity = ArgumentArity.OneOrMore };
        var fix = new Option<bool>("--fix") { Description = "Corrects what is certainly a slip: misspelled keys and values, quotes too many or too few." };
        var json = Options.Json();
        var command = new Command("validate", "Checks manifests, and names every problem with file, line and column.") { paths, fix, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result.GetRequiredValue(paths), result.GetValue(fix), result.GetValue(json), terminal, cancellationToken)));
        return command;
    }

    private static int Run(IEnumerable<string> paths, bool fixes, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        // All of them before the first is changed: a path that is wrong is wrong use, and then nothing is done.
        var found = paths.SelectMany(ManifestSearch.Find).DistinctBy(static manifest => manifest.Path).ToArray();
        var manifests = new List<CheckedManifest>();
        try
        {
            foreach (var manifest in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                manifests.Add(fixes ? CheckedManifest.Fix(manifest, cancellationToken) : CheckedManifest.Of(manifest));
            }
        }
        catch (OperationCanceledException) when (manifests.Exists(static manifest => manifest.Fixes is { Count: > 0 }))
        {
            // Files that were changed are said, whoever interrupts.
            Show(manifests, isJson, terminal);
            throw;
        }

        return Show(manifests, isJson, terminal).Valid ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static ValidateReport Show(List<CheckedManifest> manifests, bool isJson, Terminal terminal)
    {
        var report = new ValidateReport(manifests.TrueForAll(static manifest => manifest.Valid), manifests);
        terminal.Show(report, ToolJson.Default.ValidateReport, isJson, page => Write(report, page));
        return report;
    }

    private static void Write(ValidateReport report, Page page)
    {
        report.WriteProblems(page);
        var wrong = report.Manifests.Count(static manifest => !manifest.Valid);
        page.Line($"{report.Manifests.Count} manifest{(report.Manifests.Count == 1 ? string.Empty : "s")}, {(wrong == 0 ? "none" : wrong)} with errors.", wrong == 0 ? Tone.Good : Tone.Bad);
    }
}
