using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Dagstack.Tool.Output;
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
            var plugins = await ServedPlugins.FindAsync(result.GetRequiredValue(paths), result.GetValue(contract) ?? [], result.GetRequiredValue(export), terminal, cancellationToken).ConfigureAwait(false);
            try
            {
                await (result.GetValue(http) is { } port ? HttpAsync(plugins, port, terminal, cancellationToken) : StdioAsync(plugins, cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // So it is ended.
            }

            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task StdioAsync(ServedPlugins plugins, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        LogToError(builder.Logging);
        builder.Services.AddDagstackPlugins(plugins.AddTo);
        await builder.Build().RunDagstackMcpAsync(plugins.Export, cancellationToken).ConfigureAwait(false);
    }

    private static async Task HttpAsync(ServedPlugins plugins, int port, Terminal terminal, CancellationToken cancellationToken)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new WrongUseException($"{port} is no port. Ports go from 1 to {IPEndPoint.MaxPort}; 0 is any that is free.");
        }

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // No variable of the environment makes other machines its clients.
        ((Microsoft.Extensions.Configuration.IConfigurationBuilder)builder.Configuration).Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
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
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                throw new WrongUseException($"Port {port} cannot be had: {fault.Message} Name another one by --http, or 0 for any that is free.");
            }

            await terminal.Output.WriteLineAsync($"{app.Urls.First()}/mcp").ConfigureAwait(false);
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the host has to say does not get between the messages of the protocol. That it does not start is said by the tool.</summary>
    private static void LogToError(ILoggingBuilder logging) =>
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddSimpleConsole(static console => console.SingleLine = true).AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
