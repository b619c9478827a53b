using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack validate PATH…</c>: everything that is wrong with manifests, each with its place.</summary>
internal static class ValidateVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "A manifest, the folder of a plugin, or a folder with plugins below.", Arity = ArgumentArity.OneOrMore };
        var json = Options.Json();
        var command = new Command("validate", "Checks manifests, and names every problem with file, line and column.") { paths, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result.GetRequiredValue(paths), result.GetValue(json), terminal, cancellationToken)));
        return command;
    }

    private static int Run(IEnumerable<string> paths, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var manifests = new List<CheckedManifest>();
        foreach (var file in paths.SelectMany(ManifestSearch.Find).Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = ManifestSearch.Read(file);
            manifests.Add(new(Places.Shorten(file), read.Id?.ToString(), read.IsValid, read.Problems));
        }

        var report = new ValidateReport(manifests.TrueForAll(static manifest => manifest.Valid), manifests);
        terminal.Show(report, ToolJson.Default.ValidateReport, isJson, page => Write(report, page));
        return report.Valid ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static void Write(ValidateReport report, Page page)
    {
        foreach (var manifest in report.Manifests)
        {
            foreach (var problem in manifest.Problems)
            {
                page.Line(Places.Of(problem), problem.Severity == ManifestProblemSeverity.Warning ? Tone.Warning : Tone.Bad);
            }
        }

        var wrong = report.Manifests.Count(static manifest => !manifest.Valid);
        page.Line($"{report.Manifests.Count} manifest{(report.Manifests.Count == 1 ? string.Empty : "s")}, {(wrong == 0 ? "none" : wrong)} with errors.", wrong == 0 ? Tone.Good : Tone.Bad);
    }
}
