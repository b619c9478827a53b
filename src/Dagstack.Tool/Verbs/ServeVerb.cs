using System.CommandLine;
using System.Globalization;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Tool.Verbs;

/// <summary><c>dagstack serve PATH…</c>: plugins as an MCP server, on standard input and output or over HTTP on this machine.</summary>
internal static class ServeVerb
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("PATH") { Description = "The folder of a plugin, or one with plugins below.", Arity = ArgumentArity.OneOrMore };
        var http = new Option<int?>("--http") { Description = "Serves http://127.0.0.1:PORT/mcp, in place of standard input and output; 0 for any port that is free.", HelpName = "PORT" };
        var export = new Option<string[]>("--export")
        {
            Description = "Which hooks are tools, a glob over kind:name and kind:name.hook; may be given several times.",
            HelpName = "GLOB",
            DefaultValueFactory = static _ => ["*:*"],
        };
        var contract = Options.Contract();
        var command = new Command("serve", "Serves plugins as tools of the Model Context Protocol, until the input ends or Ctrl+C.") { paths, http, export, contract };
        command.SetAction(async (result, cancellationToken) =>
        {
            var plugins = new Served(result.GetRequiredValue(paths), result.GetValue(contract) ?? [], result.GetRequiredValue(export));
            plugins.Check();
            await (result.GetValue(http) is { } port ? HttpAsync(plugins, port, terminal, cancellationToken) : StdioAsync(plugins, cancellationToken)).ConfigureAwait(false);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task StdioAsync(Served plugins, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        LogToError(builder.Logging);
        builder.Services.AddDagstackPlugins(plugins.AddTo);
        await builder.Build().RunDagstackMcpAsync(plugins.Export, cancellationToken).ConfigureAwait(false);
    }

    private static async Task HttpAsync(Served plugins, int port, Terminal terminal, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        LogToError(builder.Logging);
        builder.Services.AddDagstackPlugins(plugins.AddTo);
        var app = builder.Build();
        await using (app.ConfigureAwait(false))
        {
            app.MapDagstackMcp("/mcp", plugins.Export);
            try
            {
                await app.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException fault)
            {
                throw new WrongUseException($"Port {port} cannot be had: {fault.Message} Name another one by --http, or 0 for any that is free.");
            }

            await terminal.Output.WriteLineAsync($"{app.Urls.First()}/mcp").ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the host has to say does not get between the messages of the protocol.</summary>
    private static void LogToError(ILoggingBuilder logging) =>
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(static console => console.SingleLine = true).AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>What is served.</summary>
    private sealed record Served(string[] Paths, string[] Contracts, string[] Globs)
    {
        private IEnumerable<string> Folders => Paths.Select(static path => BuildNote.Find(path)?.Folder ?? Path.GetFullPath(path));

        /// <summary>Finds what is wrong with the command before anything begins.</summary>
        public void Check()
        {
            if (Array.Find(Paths, static path => !Directory.Exists(path)) is { } missing)
            {
                throw new WrongUseException($"There is no folder '{missing}'.");
            }

            if (Array.Find(Globs, static glob => !glob.Contains(':', StringComparison.Ordinal)) is { } glob)
            {
                throw new WrongUseException($"'{glob}' is no glob over kind:name. Write '{glob}:*' for all plugins of the kind '{glob}'.");
            }

            ContractFiles.Load(Contracts.Length > 0 ? Contracts : Paths.SelectMany(static path => BuildNote.Find(path)?.Contracts ?? []).Distinct(StringComparer.Ordinal));
        }

        public void AddTo(DagstackPluginOptions options)
        {
            options.UseMcp();
            foreach (var folder in Folders)
            {
                options.Discover(folder);
            }
        }

        public void Export(Extensions.Plugins.Mcp.McpExportOptions options)
        {
            (options.Name, options.Version) = ("dagstack", DagstackCommand.Version);
            foreach (var glob in Globs)
            {
                options.Export(glob);
            }
        }
    }
}
