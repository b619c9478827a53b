using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack lock DIR</c>: writes down which plugins there are, and the hash of each, for hosts that take nothing else.</summary>
internal static class LockVerb
{
    private const string Same = "same";
    private const string New = "new";
    private const string Changed = "changed";
    private const string Gone = "gone";

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that a host discovers, with its plugins at any depth.", DefaultValueFactory = static _ => "plugins" };
        var file = new Option<string?>("--out") { Description = $"Another lock file than {PluginLockFile.FileName} in that folder, for o.RequireLock(path).", HelpName = "FILE" };
        var check = new Option<bool>("--check") { Description = "Writes nothing, and says whether the lock file has what is there." };
        var json = Options.Json();
        var command = new Command("lock", "Writes the lock file of a folder of plugins: which there are, in which version, and the hash of all their files. No code of them is loaded.") { folder, file, check, json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(folder), result.GetValue(file), result.GetValue(check), result.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string? file, bool isCheck, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = file ?? PathIn(folder);
        var before = Read(path, isCheck);
        terminal.Progress("Reading the files of the plugins …");
        PluginLockReport locked;
        var host = BareHost.Create([folder]);
        await using (host.ConfigureAwait(false))
        {
            locked = await host.LockPluginsAsync(cancellationToken).ConfigureAwait(false);
        }

        var entries = Compare(before, locked.File);
        if (!isCheck)
        {
            cancellationToken.ThrowIfCancellationRequested();
            locked.File.Save(path);
        }

        var report = new LockReport(Places.Shorten(path), !isCheck || entries.All(static entry => entry.Change == Same), entries, Notes(locked.LeftOut), Notes(locked.NotCovered));
        terminal.Show(report, ToolJson.Default.LockReport, isJson, page => Write(report, isCheck, page));
        return report.Locked && report.LeftOut.Count == 0 ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static string PathIn(string folder) =>
        File.Exists(Path.Combine(folder, PluginManifestLoader.TomlFileName)) || File.Exists(Path.Combine(folder, PluginManifestLoader.JsonFileName))
            ? throw new WrongUseException($"'{folder}' is a plugin itself, and a lock file in it would be a part of what it locks. Name the folder above it, or another lock file by --out.")
            : Path.Combine(folder, PluginLockFile.FileName);

    private static PluginLockFile Read(string path, bool isNeeded)
    {
        if (!File.Exists(path))
        {
            return isNeeded ? throw new WrongUseException($"There is no lock file '{path}' to compare with. Leave --check out to write it, or name another by --out.") : new([]);
        }

        try
        {
            return PluginLockFile.Load(path);
        }
        catch (FormatException fault)
        {
            // What cannot be read may be somebody's: it is not written over.
            throw new WrongUseException($"{fault.Message} Remove it first.");
        }
    }

    private static List<LockedEntry> Compare(PluginLockFile before, PluginLockFile now) =>
    [
        .. now.Plugins.Select(plugin => before.Find(plugin.Id) is not { } old ? Entry(plugin, New, null) : Entry(plugin, old == plugin ? Same : Changed, old == plugin ? null : old)),
        .. before.Plugins.Where(old => now.Find(old.Id) is null).Select(static old => Entry(old, Gone, null)),
    ];

    private static LockedEntry Entry(LockedPlugin plugin, string change, LockedPlugin? before) =>
        new(plugin.Id.ToString(), change, plugin.Version, plugin.Sha256, before is null ? null : before.Version == plugin.Version ? before.Sha256 : $"{before.Version ?? "(no version)"}, {before.Sha256}");

    private static LockNote[] Notes(IEnumerable<PluginLockFinding> findings) =>
        [.. findings.Select(static finding => new LockNote(finding.Plugin?.ToString(), finding.Path is { } manifest ? Places.Shorten(manifest) : null, finding.Message))];

    private static void Write(LockReport report, bool isCheck, Page page)
    {
        if (report.Plugins.Count > 0)
        {
            page.Table(["plugin", "change", "version", "sha-256"], [.. report.Plugins.Select(static entry => new Cell[] { entry.Plugin, new(entry.Change, entry.Change == Same ? Tone.Good : Tone.Warning), entry.Version, entry.Sha256 })]);
        }

        foreach (var note in report.NotCovered)
        {
            page.Line($"warning: {note.Plugin} is not covered as a whole. {note.Message}", Tone.Warning);
        }

        foreach (var note in report.LeftOut)
        {
            page.Line($"{note.Plugin ?? note.Path} is left out: {note.Message}", Tone.Bad);
        }

        var count = report.Plugins.Count(static entry => entry.Change != Gone);
        page.Line(
            isCheck ? report.Locked ? $"{report.File} has what is there." : $"{report.File} does not have what is there. See what has changed, and write it anew without --check."
            : $"{count} plugin{(count == 1 ? string.Empty : "s")} locked in {report.File}.",
            report.Locked ? Tone.Good : Tone.Bad);
    }
}
