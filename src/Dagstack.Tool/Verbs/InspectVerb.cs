using System.CommandLine;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack inspect PATH</c>: what a plugin is, and what can be called. No code of it is loaded.</summary>
internal static class InspectVerb
{
    public static Command Create(Terminal terminal)
    {
        var path = Options.Plugin();
        var contract = Options.Contract();
        var host = new Option<string?>("--host") { Description = "The assembly of a host: its contracts count, and it is shown what the plugin would have from it.", HelpName = "DLL" };
        var json = Options.Json();
        var command = new Command("inspect", "Shows a plugin's manifest, the hash of its files, its hooks with their schemas, and what it needs. No code of it is loaded.") { path, contract, host, json };
        command.SetAction((result, cancellationToken) => RunAsync(new(result.GetRequiredValue(path), result.GetValue(contract) ?? [], result.GetValue(host), result.GetValue(json)), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(InspectRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var (path, contracts, host, isJson) = request;
        var plugin = await OnePlugin.FindAsync(path, [.. contracts, .. host is null ? [] : ContractFiles.Of(host)], terminal, cancellationToken).ConfigureAwait(false);
        await using (plugin.ConfigureAwait(false))
        {
            var file = plugin.Registry.Find(plugin.Id)!.Path!;
            var read = ManifestSearch.Read(file);
            if (read.Manifest is not { } manifest)
            {
                var invalid = new ValidateReport(Valid: false, [CheckedManifest.Of(new(file, null))]);
                terminal.Show(invalid, ToolJson.Default.ValidateReport, isJson, invalid.WriteProblems);
                return ExitCodes.Found;
            }

            var report = new InspectReport(
                plugin.Id.ToString(),
                manifest.Version,
                manifest.Description,
                manifest.Runtimes,
                manifest.EntryPoint?.ToString(),
                manifest.CoreVersion,
                Places.Shorten(file),
                await plugin.Registry.HashContentAsync(plugin.Id, cancellationToken).ConfigureAwait(false),
                manifest.Capabilities,
                manifest.Resources.Required,
                manifest.Resources.Optional,
                [.. manifest.DependsOn.Select(static dependency => dependency.ToString())],
                [.. plugin.Contract.Hooks.Where(static hook => hook.Shape != HookShape.Stream).Select(hook => Describe(PluginCodec.Of(plugin.Contract).For(hook)))])
            {
                ContractVersion = plugin.Contract.ApiVersion,
                KindApiVersion = manifest.KindApiVersion,
                Host = host,
            };
            report = WithAssemblies(report, manifest, Path.GetDirectoryName(file)!, plugin.Contracts);
            terminal.Show(report, ToolJson.Default.InspectReport, isJson, page => Write(report, page));
            return ExitCodes.Fine;
        }
    }

    private static InspectReport WithAssemblies(InspectReport report, PluginManifest manifest, string folder, IEnumerable<PluginContract> contracts)
    {
        try
        {
            return report with { Assemblies = InspectedAssembly.Describe(manifest, folder, PluginAssemblies.Describe(manifest, folder, contracts, report.Host), report.Host is not null) };
        }
        catch (PluginLoadException fault)
        {
            return report with { AssembliesUnknown = fault.Message };
        }
        catch (InvalidDataException fault)
        {
            throw new WrongUseException(fault.Message);
        }
    }

    private static InspectedHook Describe(HookCodec codec) => new(codec.Hook.WireName, codec.Hook.Description, codec.InputSchema, codec.OutputSchema);

    private static void Write(InspectReport report, Page page)
    {
        page.Table(["what", "of the plugin"], [.. Rows(report).Where(static row => row.Text.Length > 0).Select(static row => new Cell[] { row.Name, row.Text })]);
        page.Line($"manifest: {report.Path}");
        page.Line($"sha-256: {report.Sha256}");
        page.Line(string.Empty);
        page.Table(["hook", "arguments", "description"], [.. report.Hooks.Select(static hook => new Cell[] { hook.Name, ArgumentsOf(hook), hook.Description })]);
        if (report.AssembliesUnknown is { } reason)
        {
            page.Line(string.Empty);
            page.Line($"What it needs is not known: {reason}", Tone.Warning);
        }
        else if (report.Assemblies.Count > 0)
        {
            AssemblyPage.Write(report.Assemblies, report.Host, page);
        }
    }

    private static IEnumerable<(string Name, string Text)> Rows(InspectReport report) =>
    [
        ("identity", report.Plugin),
        ("version", report.Version ?? string.Empty),
        ("description", report.Description ?? string.Empty),
        ("runtime", string.Join(", ", report.Runtimes)),
        ("entry point", report.EntryPoint ?? string.Empty),
        ("core version", report.CoreVersion),
        ("contract", $"{report.ContractVersion}, the plugin is made for {report.KindApiVersion}"),
        ("capabilities", string.Join(", ", report.Capabilities)),
        ("resources", string.Join(", ", report.RequiredResources.Concat(report.OptionalResources.Select(static name => name + " (optional)")))),
        ("depends on", string.Join(", ", report.DependsOn)),
    ];

    private static string ArgumentsOf(InspectedHook hook)
    {
        var required = hook.Input.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static name => name.GetString()).ToHashSet() : [];
        return hook.Input.TryGetProperty("properties", out var properties)
            ? string.Join(", ", properties.EnumerateObject().Select(one => required.Contains(one.Name) ? one.Name : $"[{one.Name}]"))
            : string.Empty;
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record InspectRequest(string Path, string[] Contracts, string? Host, bool Json);
}
