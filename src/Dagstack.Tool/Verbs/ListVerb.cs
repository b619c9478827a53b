using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack list</c>: what a host would see in folders, before it loads any code.</summary>
internal static class ListVerb
{
    public static Command Create(Terminal terminal)
    {
        var plugins = Options.Plugins();
        var contract = Options.Contract();
        var json = Options.Json();
        var command = new Command("list", "Lists the plugins that a host would find, with state and reason. No code of them is loaded.") { plugins, contract, json };
        command.SetAction(async (result, cancellationToken) =>
            await RunAsync(result.GetRequiredValue(plugins), result.GetValue(contract) ?? [], result.GetValue(json), terminal, cancellationToken).ConfigureAwait(false));
        return command;
    }

    private static async Task<int> RunAsync(string[] folders, string[] contracts, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        ContractFiles.Load(contracts);
        var host = BareHost.Create(folders);
        await using (host.ConfigureAwait(false))
        {
            var report = new ListReport(contracts.Length > 0, new PluginList(host, contracts.Length > 0).Describe(cancellationToken));
            terminal.Show(report, ToolJson.Default.ListReport, isJson, page => Write(report, page));
            return report.Plugins.Any(static plugin => plugin.Code is not null) ? ExitCodes.Found : ExitCodes.Fine;
        }
    }

    private static void Write(ListReport report, Page page)
    {
        if (report.Plugins.Count == 0)
        {
            page.Line("No plugins.");
            return;
        }

        page.Table(["plugin", "state", "version", "manifest"], [.. report.Plugins.Select(static plugin => new Cell[] { plugin.Plugin ?? "?", new(plugin.State, plugin.Code is null ? Tone.Good : Tone.Bad), plugin.Version, plugin.Path })]);
        foreach (var plugin in report.Plugins.Where(static plugin => plugin.Reasons.Count > 0))
        {
            page.Line(string.Empty);
            page.Line($"{plugin.Plugin ?? plugin.Path} is {plugin.State}{(plugin.Code is { } code ? $" ({code})" : string.Empty)}:");
            foreach (var reason in plugin.Reasons)
            {
                page.Line($"  {reason}", Tone.Bad);
            }
        }

        if (!report.KindsChecked)
        {
            page.Line(string.Empty);
            page.Line("Kinds were not checked: name the assembly with their contracts, by --contract.", Tone.Faint);
        }
    }
}
