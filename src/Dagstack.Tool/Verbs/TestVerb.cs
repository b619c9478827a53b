using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Testing;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Dagstack.Tool.TestReports;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack test PATH</c>: the contract suite over a plugin that is built.</summary>
internal static class TestVerb
{
    public static Command Create(Terminal terminal)
    {
        var path = Options.Plugin();
        var contract = Options.Contract();
        var trx = Report("--trx", "Writes the result as TRX too, for Visual Studio and Azure DevOps.");
        var junit = Report("--junit", "Writes the result as JUnit XML too, for GitLab, Jenkins and others.");
        var json = Options.Json();
        var command = new Command("test", "Checks whether a built plugin keeps what every plugin promises.") { path, contract, trx, junit, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(path), result.GetValue(contract) ?? [], new(result.GetValue(trx), result.GetValue(junit)), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static Option<string?> Report(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static async Task<int> RunAsync(string path, string[] contracts, ReportFiles files, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        files.Check();
        files.Clear();
        var plugin = await OnePlugin.FindAsync(path, contracts, terminal, cancellationToken).ConfigureAwait(false);
        var manifest = plugin.Registry.Find(plugin.Id)!.Path!;
        var folder = Path.GetDirectoryName(manifest)!;
        await plugin.DisposeAsync().ConfigureAwait(false);
        var suite = PluginContractSuite.ForFolder(folder);
        if (ManifestSearch.Read(folder) is { Runtime: not null and not PluginRuntimes.InProcess })
        {
            // Only there: what configures a host cannot follow into the process of its own that parts of checks need.
            suite.ConfigureHost(static host => host.ConfigurePlugins(static options => options.UseMcp()));
        }

        var started = TimeProvider.System.GetUtcNow();
        var report = await suite.RunAsync(cancellationToken).ConfigureAwait(false);
        var finished = TimeProvider.System.GetUtcNow();
        if (isJson)
        {
            await terminal.Output.WriteLineAsync(report.ToJson()).ConfigureAwait(false);
        }
        else
        {
            Write(report, new(terminal));
        }

        files.Write(SuiteRecord.Of(report, manifest, started, finished));
        return report.Ok ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static void Write(PluginReport report, Page page)
    {
        page.Table(["check", "result"], [.. report.Checks.Select(check => new Cell[] { Words.Of(check), ResultOf(report, check) })]);
        foreach (var failure in report.Failures)
        {
            page.Line(string.Empty);
            page.Line(failure.ToString(), Tone.Bad);
        }

        foreach (var skips in report.Skipped.GroupBy(static skip => skip.Reason))
        {
            page.Line(string.Empty);
            page.Line($"Not all checked of {string.Join(", ", skips.Select(static skip => Words.Of(skip.Check)).Distinct())}: {skips.Key}", Tone.Warning);
        }

        page.Line(string.Empty);
        page.Line(report.Ok ? $"{report.Plugin} keeps the plugin contract." : $"{report.Plugin} breaks the plugin contract in {report.Failures.Count} place{(report.Failures.Count == 1 ? string.Empty : "s")}.", report.Ok ? Tone.Good : Tone.Bad);
    }

    private static Cell ResultOf(PluginReport report, PluginCheck check) =>
        report.Failures.Count(failure => failure.Check == check) is > 0 and var count ? new($"{count} failed", Tone.Bad)
        : report.Skipped.Any(skip => skip.Check == check) ? new("kept, not all checked", Tone.Warning)
        : new("kept", Tone.Good);
}
