using System.CommandLine;
using Dagstack.Tool.Installing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack update [PLUGIN] [WHAT]</c>: another version in the place of one that was added.</summary>
internal static class UpdateVerb
{
    public static Command Create(Terminal terminal)
    {
        var plugin = Options.Installed();
        plugin.Arity = ArgumentArity.ZeroOrOne;
        plugin.Description += " [default: all that were added from a feed or an address]";
        var what = new Argument<string?>("WHAT") { Description = "What to take, as 'dagstack add' does. [default: the newest of where it came from]", Arity = ArgumentArity.ZeroOrOne };
        var plugins = Options.Root();
        var host = Options.CheckedHost();
        var source = new SourceOptions();
        var json = Options.Json();
        var command = new Command("update", "Takes another version of a plugin in the place of one that was added, when it is checked. No code of it runs.") { plugin, what, plugins, host };
        source.AddTo(command);
        command.Add(json);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(plugin),
            source.Read(result, result.GetValue(what) ?? string.Empty),
            new(result.GetRequiredValue(plugins)),
            result.GetValue(host),
            source.Staging(result),
            result.GetValue(json),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? name, SourceRequest request, PluginRoot root, string? host, string? place, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        if (name is null && (request.Version ?? request.Sha256) is not null)
        {
            throw new WrongUseException("--version and --sha256 are said of one plugin. Name it, as chunker:fixed.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var updating = new Updating(root, await TargetHost.FindAsync(host, terminal, cancellationToken).ConfigureAwait(false), place, terminal);
        var updated = new List<UpdatedPlugin>();
        if (name is not null)
        {
            updated.Add(await UpdateAsync(updating, root.Find(name), request, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            // One that cannot be had keeps none of the others waiting.
            foreach (var plugin in root.Plugins().Where(static plugin => PackageRecord.Read(plugin.Folder) is { From: not PackageRecord.File }))
            {
                updated.Add(await TryUpdateAsync(updating, plugin, request, cancellationToken).ConfigureAwait(false));
            }
        }

        var report = new UpdateReport(updated);
        terminal.Show(report, ToolJson.Default.UpdateReport, isJson, page => Write(report, page));
        return updated.Exists(static plugin => plugin.Reason is not null) ? ExitCodes.Found : ExitCodes.Fine;
    }

    private static async Task<UpdatedPlugin> UpdateAsync(Updating updating, InstalledPlugin plugin, SourceRequest request, CancellationToken cancellationToken)
    {
        var old = PackageRecord.Read(plugin.Folder);
        var (record, isNew) = await updating.UpdateAsync(plugin, request, cancellationToken).ConfigureAwait(false);
        return new(plugin.Name, Places.Shorten(plugin.Folder), isNew, old?.Version, record.Version, record.Sha256);
    }

    private static async Task<UpdatedPlugin> TryUpdateAsync(Updating updating, InstalledPlugin plugin, SourceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await UpdateAsync(updating, plugin, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RefusedException or WrongUseException or IOException or UnauthorizedAccessException)
        {
            var old = PackageRecord.Read(plugin.Folder)!;
            return new(plugin.Name, Places.Shorten(plugin.Folder), Updated: false, old.Version, old.Version, old.Sha256) { Reason = fault.Message };
        }
    }

    private static void Write(UpdateReport report, Page page)
    {
        if (report.Plugins.Count == 0)
        {
            page.Line("No plugin was added from a feed or an address.");
        }

        foreach (var plugin in report.Plugins)
        {
            page.Line(
                plugin.Reason is { } reason ? $"{plugin.Path}: {plugin.Plugin} stays {plugin.Version}: {reason}"
                : plugin.Updated ? $"{plugin.Path}: {plugin.Plugin} {plugin.OldVersion} -> {plugin.Version}."
                : $"{plugin.Path}: {plugin.Plugin} stays {plugin.Version}, and there is nothing newer.",
                plugin.Reason is not null ? Tone.Bad : plugin.Updated ? Tone.Good : Tone.Plain);
        }
    }
}
