using System.CommandLine;
using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Tool.Kinds;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack diff OLD NEW</c>: what has changed from one version of kinds to another, and the version that this asks for.</summary>
internal static class DiffVerb
{
    public static Command Create(Terminal terminal)
    {
        const string what = "a hookspec (kinds/chunker/v1.yaml), a folder of kinds, an assembly with contracts, its project, or a package as Id@version.";
        var before = new Argument<string>("OLD") { Description = $"The kinds as they were: {what}" };
        var after = new Argument<string>("NEW") { Description = $"The kinds as they are: {what}" };
        var kind = Options.Kind();
        var json = Options.Json();
        var command = new Command("diff", "Compares two versions of kinds, names what breaks callers or plugins, and the version that it asks for.") { before, after, kind, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(before), result.GetRequiredValue(after), result.GetValue(kind), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string before, string after, string? kind, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var old = await new KindSearch(kind, terminal).FindAsync([before], cancellationToken).ConfigureAwait(false);
        var now = await new KindSearch(kind, terminal).FindAsync([after], cancellationToken).ConfigureAwait(false);
        if (kind is not null && !old.Names.Concat(now.Names).Contains(kind))
        {
            throw KindSearch.NotThere(kind, old.Names.Concat(now.Names));
        }

        // What cannot be read is not gone, so that nothing is said of the others.
        var isSound = !old.HasErrors && !now.HasErrors;
        KindDiff[] kinds = isSound ? [.. KindPairs.Of(old.Kinds, now.Kinds).Select(static pair => Compare(pair.Before, pair.After))] : [];
        var report = new DiffReport(isSound && !Array.Exists(kinds, static one => one.IsBreaking), kinds, [.. old.Problems.Concat(now.Problems).Select(KindProblem.Of)]);
        if (!isJson)
        {
            KindProblems.Write(report.Problems, terminal);
        }

        terminal.Show(report, ToolJson.Default.DiffReport, isJson, page => DiffPage.Write(report, page));
        return report.Enough ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static KindDiff Compare(FoundKind? before, FoundKind? after)
    {
        if (before is null)
        {
            return new(after!.Spec.Kind, null, after.Spec.ApiVersion, null, after.Source, "minor", null, VersionEnough: true, [new("minor", null, "the kind is new.")]);
        }

        if (after is null)
        {
            return new(before.Spec.Kind, before.Spec.ApiVersion, null, before.Source, null, "major", null, VersionEnough: false, [new("major", null, "the kind is gone: hosts that ask for it and plugins of it have none any more. No version allows that: keep it as long as there are any.")]);
        }

        var comparison = HookspecComparison.Compare(before.Spec, after.Spec);
        return new(
            before.Spec.Kind,
            before.Spec.ApiVersion,
            after.Spec.ApiVersion,
            before.Source,
            after.Source,
            comparison.Level is { } level ? Words.Of(level) : null,
            comparison.Version,
            comparison.IsVersionEnough,
            [.. comparison.Changes.Select(static change => new KindDiffChange(Words.Of(change.Level), change.Place.Length == 0 ? null : change.Place, change.Message))]);
    }
}
