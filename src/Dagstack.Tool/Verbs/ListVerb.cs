using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack list</c>: what a host would see in folders, before it loads any code.</summary>
internal static class ListVerb
{
    private const string DefaultFolder = "plugins";

    public static Command Create(Terminal terminal)
    {
        var plugins = Options.Plugins();
        var host = Options.Host();
        var contract = Options.Contract();
        var load = new Option<bool>("--load") { Description = "Starts the plugins, and stops them again: their code runs." };
        var audit = new Option<bool>("--audit") { Description = "Shows what each declares to be able to do, who says to publish it, and the SHA-256 of its files." };
        var wide = new Option<bool>("--wide") { Description = "Shows the runtime of each, too." };
        var json = Options.Json();
        var command = new Command("list", "Lists the plugins that a host would find, with state and reason. No code of them is loaded, unless --load is given.") { plugins, host, contract, load, audit, wide, json };
        command.SetAction((result, cancellationToken) =>
        {
            var (dll, folders) = (result.GetValue(host), result.GetValue(plugins) ?? []);
            var contracts = (result.GetValue(contract) ?? []).Concat(dll is null ? [] : ContractFiles.Of(dll)).ToArray();
            folders = folders.Length > 0 ? folders : [dll is null ? DefaultFolder : Path.Combine(Path.GetDirectoryName(dll) ?? string.Empty, DefaultFolder)];
            return RunAsync(new(folders, contracts, result.GetValue(load), result.GetValue(audit), result.GetValue(wide), result.GetValue(json)), terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ListRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        await ContractFiles.LoadAsync(request.Contracts, terminal, cancellationToken).ConfigureAwait(false);
        var (host, kindsAreKnown) = await CreateHostAsync(request, terminal, cancellationToken).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            if (request.Load)
            {
                terminal.Progress("Starting the plugins …");
                await host.SetupPluginsAsync(cancellationToken).ConfigureAwait(false);
            }

            if (request.Audit)
            {
                terminal.Progress("Reading the files of the plugins …");
            }

            var plugins = new PluginList(host, kindsAreKnown).Describe(cancellationToken);
            var report = new ListReport(kindsAreKnown, request.Audit ? await Audit.AddToAsync(plugins, host, cancellationToken).ConfigureAwait(false) : plugins, host.GetPluginFindings());
            terminal.Show(report, ToolJson.Default.ListReport, request.Json, page => Write(report, request, page));
            return report.Plugins.Any(static plugin => plugin.Code is not null) ? ExitCodes.Found : ExitCodes.Fine;
        }
    }

    /// <summary>Makes the host, and says whether it has the contracts of all kinds: those that were named, else those that builds have noted.</summary>
    private static async Task<(ServiceProvider Host, bool KindsAreKnown)> CreateHostAsync(ListRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var host = BareHost.Create(request.Folders);
        if (request.Contracts.Length > 0)
        {
            return (host, true);
        }

        var plugins = host.GetRequiredService<IPluginRegistry>().Plugins;
        var written = WrittenPlugins.Of(plugins, request.Load);
        if (request.Load && written.Unknown is [var kind, ..])
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw new WrongUseException($"--load needs the contracts of the plugins' kinds, and that of '{kind}' is not known: name the assembly that has it by --contract, or the host by --host.");
        }

        if (plugins.Count == 0 || (written.Contracts.Count == 0 && written.Unknown.Count > 0))
        {
            return (host, false);
        }

        await host.DisposeAsync().ConfigureAwait(false);
        await ContractFiles.LoadAsync(written.Contracts, terminal, cancellationToken).ConfigureAwait(false);
        return (BareHost.Create(written.Folders), written.Unknown.Count == 0);
    }

    private static void Write(ListReport report, ListRequest request, Page page)
    {
        foreach (var finding in report.Findings)
        {
            page.Line($"warning: {finding}", Tone.Warning);
        }

        if (report.Plugins.Count == 0)
        {
            page.Line("No plugins.");
            return;
        }

        string[] columns = ["plugin", "state", "version", .. request.Wide ? ["runtime"] : Array.Empty<string>(), "manifest", .. request.Audit ? ["capabilities", "publisher", "sha-256"] : Array.Empty<string>()];
        page.Table(columns, [.. report.Plugins.Select(plugin => CellsOf(plugin, request))]);
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
            page.Line("Kinds were not checked: name the assembly with their contracts by --contract, or the host by --host.", Tone.Faint);
        }
    }

    private static Cell[] CellsOf(ListedPlugin plugin, ListRequest request)
    {
        Cell[] runtime = request.Wide ? [plugin.Runtime] : [];
        Cell[] audit = request.Audit ? [string.Join(", ", plugin.Capabilities ?? []), plugin.Untrusted is true ? new Cell($"{plugin.Publisher ?? "nobody"} (untrusted)", Tone.Warning) : plugin.Publisher, plugin.Sha256] : [];
        return [plugin.Plugin ?? "?", new(plugin.State, plugin.Code is null ? Tone.Good : Tone.Bad), plugin.Version, .. runtime, plugin.Path, .. audit];
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record ListRequest(string[] Folders, string[] Contracts, bool Load, bool Audit, bool Wide, bool Json);
}
