using System.CommandLine;
using Dagstack.Tool.Installing;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack remove PLUGIN</c>: takes away what <c>add</c> has brought.</summary>
internal static class RemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var plugin = Options.Installed();
        var plugins = Options.Root();
        var force = new Option<bool>("--force") { Description = "Removes also what was not added by 'dagstack add'." };
        var staging = Options.Staging();
        var json = Options.Json();
        var command = new Command("remove", "Removes a plugin that was added, with all files in its folder.") { plugin, plugins, force, staging, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(result.GetRequiredValue(plugin), new(result.GetRequiredValue(plugins)), result.GetValue(force), result.GetValue(staging), result.GetValue(json), terminal, cancellationToken)));
        return command;
    }

    private static int Run(string name, PluginRoot root, bool force, string? place, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var plugin = root.Find(name);
        if (!force && PackageRecord.Read(plugin.Folder) is null)
        {
            throw new RefusedException($"'{Places.Shorten(plugin.Folder)}' was not added by 'dagstack add', and may be the only copy of {plugin.Name}. If it is to go with all its files, say --force.");
        }

        using (var staging = Staging.Create(root.Path, place))
        {
            cancellationToken.ThrowIfCancellationRequested();
            staging.TakeOut(plugin.Folder);
        }

        var report = new RemoveReport(plugin.Name, Places.Shorten(plugin.Folder));
        terminal.Show(report, ToolJson.Default.RemoveReport, isJson, page => page.Line($"{report.Path}: {report.Plugin} is removed.", Tone.Good));
        return ExitCodes.Fine;
    }
}
